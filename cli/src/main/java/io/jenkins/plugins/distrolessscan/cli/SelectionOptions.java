package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.WorkloadName;
import io.jenkins.plugins.distrolessscan.engine.target.HostAccess;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which pods and containers. */
final class SelectionOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "namespace (default: the kubeconfig's)")
    private String namespace;

    @Parameters(
            arity = "0..*",
            paramLabel = "KIND/NAME",
            description =
                    "what to scan: pod/NAME (several), or one of deployment/NAME, statefulset/NAME, daemonset/NAME,"
                            + " whose pods are found by its labels; it needs the right to get the workload")
    private List<String> named = List.of();

    @Option(names = "--pod", paramLabel = "NAME", description = "a pod; may be given several times")
    private List<String> pods = List.of();

    @Option(names = "--container", paramLabel = "NAME", description = "one container of each (default: all)")
    private String container;

    @Option(
            names = "--containers",
            paramLabel = "WHICH",
            defaultValue = "all",
            description = "all running containers of a pod, or default: the one that the pod's annotation"
                    + " kubectl.kubernetes.io/default-container names (default: ${DEFAULT-VALUE})")
    private String containers;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "LABELS",
            description = "pods by label, such as app=shop")
    private String selector;

    @Option(names = "--all-pods", description = "all pods of the namespace")
    private boolean all;

    @Option(
            names = "--max-targets",
            paramLabel = "N",
            defaultValue = "" + Selection.DEFAULT_MAX_TARGETS,
            description = "at most so many containers (default: ${DEFAULT-VALUE})")
    private int maxTargets;

    @Option(
            names = "--allow",
            split = ",",
            paramLabel = "WHAT",
            description = {
                "also scan pods with host-network, host-ipc or host-path;",
                "image-registry: admission may name the probe's image by another registry, if the digest stays"
            })
    private List<String> allow = List.of();

    /** What can be said before anything is read. */
    void check() throws ScanException {
        selection(Optional.of("any"));
    }

    /** Whether admission may name the probe's image by another registry. */
    boolean registryMayChange() {
        return HostAccess.registryMayChange(allow);
    }

    Selection selection(Optional<String> contextNamespace) throws ScanException {
        String chosen = namespace != null ? namespace : contextNamespace.orElse(null);
        if (chosen == null) {
            throw wrong("Say which namespace: -n NAME.");
        }
        List<String> byName = podNames();
        Optional<WorkloadName> workload = workload();
        int ways = (byName.isEmpty() ? 0 : 1)
                + (workload.isPresent() ? 1 : 0)
                + (selector != null ? 1 : 0)
                + (all ? 1 : 0);
        if (ways != 1) {
            throw wrong(
                    "Say which pods, in one way: pod/NAME (or --pod NAME), deployment/NAME, -l LABELS or --all-pods.");
        }
        if (selector != null && selector.isBlank()) {
            // To the API server it would mean every pod, which nobody means who gives an empty variable.
            throw wrong("The label selector is empty; give one such as app=shop, or --all-pods for every pod.");
        }
        if (container != null && byName.isEmpty() && workload.isEmpty()) {
            throw wrong("--container goes with pods by name or with a workload, such as pod/NAME.");
        }
        if (maxTargets < 1) {
            throw wrong("--max-targets is at least 1.");
        }
        return new Selection(
                        chosen,
                        byName,
                        workload,
                        Optional.ofNullable(container),
                        Optional.ofNullable(selector),
                        all,
                        HostAccess.of(allow),
                        maxTargets)
                .withContainers(containers);
    }

    private List<String> podNames() throws ScanException {
        List<String> found = new ArrayList<>(pods);
        named.stream()
                .filter(SelectionOptions::isPod)
                .map(word -> word.substring(word.indexOf('/') + 1))
                .forEach(found::add);
        if (found.stream().anyMatch(String::isBlank)) {
            throw wrong("A pod has no name; is a variable empty?");
        }
        return found;
    }

    private Optional<WorkloadName> workload() throws ScanException {
        List<String> words = named.stream().filter(word -> !isPod(word)).toList();
        if (words.isEmpty()) {
            return Optional.empty();
        }
        if (words.size() > 1) {
            throw wrong("One workload is scanned at a time; several pods can be named, or chosen with -l LABELS.");
        }
        // The word itself is not repeated: it may be anything that was pasted into the wrong place.
        return Optional.of(WorkloadName.parse(words.get(0))
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "There is a word that is no option and names nothing to scan; that is pod/NAME, deployment/NAME,"
                                + " statefulset/NAME or daemonset/NAME. A value with spaces needs quotes.")));
    }

    private static boolean isPod(String word) {
        return word.startsWith("pod/") || word.startsWith("pods/") || word.startsWith("po/");
    }

    private static ScanException wrong(String text) {
        return new ScanException(ScanException.Kind.CONFIGURATION, text);
    }
}
