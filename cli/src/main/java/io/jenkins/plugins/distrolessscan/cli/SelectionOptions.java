package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.target.HostAccess;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which pods and containers. */
final class SelectionOptions {
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "namespace (default: the kubeconfig's)")
    private String namespace;

    @Option(names = "--pod", paramLabel = "NAME", description = "one pod")
    private String pod;

    @Option(
            names = "--container",
            paramLabel = "NAME",
            description =
                    "one container of it (default: the one that the pod's default-container annotation names, else all)")
    private String container;

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
            defaultValue = "20",
            description = "at most so many containers (default: ${DEFAULT-VALUE})")
    private int maxTargets;

    @Option(
            names = "--allow",
            split = ",",
            paramLabel = "WHAT",
            description = "also scan pods with host-network, host-ipc or host-path")
    private List<String> allow = List.of();

    Selection selection(Optional<String> contextNamespace) throws ScanException {
        String chosen = namespace != null ? namespace : contextNamespace.orElse(null);
        if (chosen == null) {
            throw wrong("Say which namespace: -n NAME.");
        }
        int ways = (pod != null ? 1 : 0) + (selector != null ? 1 : 0) + (all ? 1 : 0);
        if (ways != 1) {
            throw wrong("Say which pods, in one way: --pod NAME, -l LABELS or --all-pods.");
        }
        if (selector != null && selector.isBlank()) {
            // To the API server it would mean every pod, which nobody means who gives an empty variable.
            throw wrong("The label selector is empty; give one such as app=shop, or --all-pods for every pod.");
        }
        if (container != null && pod == null) {
            throw wrong("--container goes with --pod.");
        }
        if (maxTargets < 1) {
            throw wrong("--max-targets is at least 1.");
        }
        return new Selection(
                chosen,
                Optional.ofNullable(pod),
                Optional.ofNullable(container),
                Optional.ofNullable(selector),
                all,
                HostAccess.of(allow),
                maxTargets);
    }

    private static ScanException wrong(String text) {
        return new ScanException(ScanException.Kind.CONFIGURATION, text);
    }
}
