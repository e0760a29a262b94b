package io.jenkins.plugins.distrolessscan.engine.target;

import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chooses the containers to scan, and says of each other one why it is passed over. Nothing is asked of the cluster: what
 * decides is in the pods' objects. The order is by pod name, then as the pod lists its containers, so that the same
 * request over the same pods gives the same targets.
 */
public final class TargetSelection {
    private static final Pattern CONTAINER_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

    private final Selection selection;
    private final PodRefusal podRefusal;
    private final List<Choice> targets = new ArrayList<>();
    private final List<Choice> assumed = new ArrayList<>();
    private final List<PassedOver> passedOver = new ArrayList<>();
    private final Map<String, Integer> addedToPod = new LinkedHashMap<>();

    private TargetSelection(Selection selection) {
        this.selection = selection;
        this.podRefusal = new PodRefusal(selection.allowed());
    }

    /** A container to scan. */
    public record Choice(PodFacts pod, ContainerFacts container) {}

    /**
     * @param targets at most {@code maxTargets}
     * @param assumed nothing is attached to them, because what is in them is assumed
     * @param passedOver one entry per container that the request names and that is not a target
     */
    public record Chosen(List<Choice> targets, List<Choice> assumed, List<PassedOver> passedOver) {
        public Chosen {
            targets = List.copyOf(targets);
            assumed = List.copyOf(assumed);
            passedOver = List.copyOf(passedOver);
        }
    }

    /**
     * Checks a request before the cluster is asked.
     *
     * @throws ScanException CONFIGURATION when it does not say what to scan, or says it twice
     */
    public static void check(Selection selection) throws ScanException {
        int ways = selection.ways();
        if (selection.namespace().isBlank()) {
            throw new ScanException(ScanException.Kind.CONFIGURATION, "No namespace is given; name the one to scan.");
        }
        if (ways != 1) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    ways == 0
                            ? "It is not said what to scan; give pods, a workload, a label selector, or all pods."
                            : "It is said twice what to scan; give only one of pods, workload, label selector and all pods.");
        }
        if (selection.maxTargets() < 1) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION, "The greatest number of targets is below 1; give at least 1.");
        }
    }

    /** Chooses with a sample that is the same each time, for when nothing is attached. */
    public static Chosen choose(List<PodFacts> pods, Selection selection) throws ScanException {
        return choose(pods, selection, "");
    }

    /**
     * @param pods the pods that the cluster answered for the selection
     * @param seed decides which of equal replicas are in a sample
     * @throws ScanException NOT_FOUND when there is no pod, or the named container is in none of them; CONFIGURATION as
     *     {@link #check}
     */
    public static Chosen choose(List<PodFacts> pods, Selection selection, String seed) throws ScanException {
        check(selection);
        List<PodFacts> named = pods.stream()
                .filter(p -> selection.pods().isEmpty() || selection.pods().contains(p.name()))
                .sorted(Comparator.comparing(PodFacts::name))
                .toList();
        if (named.isEmpty()) {
            throw new ScanException(
                    ScanException.Kind.NOT_FOUND,
                    "There is nothing to scan: no pod is meant by " + selection.words()
                            + "; check it with kubectl get pods.");
        }
        TargetSelection choosing = new TargetSelection(selection);
        if (selection.container().isPresent()) {
            requireContainer(named, selection.container().get());
        }
        named.forEach(choosing::choose);
        choosing.spare(seed);
        return new Chosen(choosing.targets, choosing.assumed, choosing.passedOver);
    }

    private static void requireContainer(List<PodFacts> pods, String container) throws ScanException {
        if (pods.stream().noneMatch(p -> p.container(container).isPresent())) {
            String there = pods.stream()
                    .flatMap(p -> p.containers().stream())
                    .map(ContainerFacts::name)
                    .distinct()
                    .limit(30)
                    .collect(Collectors.joining(", "));
            if (!CONTAINER_NAME.matcher(container).matches()) {
                throw new ScanException(
                        ScanException.Kind.CONFIGURATION,
                        "The container's name is none that a container can have: lower-case letters, digits and hyphens,"
                                + " at most 63. There are: " + there + ".");
            }
            throw new ScanException(
                    ScanException.Kind.NOT_FOUND,
                    "There is no container \"" + container + "\" in "
                            + (pods.size() == 1 ? "pod \"" + pods.get(0).name() + "\"" : "the chosen pods")
                            + "; there are: " + there + ".");
        }
    }

    private void choose(PodFacts pod) {
        Optional<String> wanted = selection.container();
        if (wanted.isPresent() && pod.container(wanted.get()).isEmpty()) {
            pass(pod, wanted.get(), Reason.NOT_CHOSEN, "The pod has no container of this name.");
            return;
        }
        Optional<String> preferred =
                wanted.or(() -> Optional.ofNullable(pod.annotations().get(DEFAULT_CONTAINER))
                        .filter(name -> selection.defaultContainers())
                        .filter(name -> pod.container(name).isPresent()));
        Optional<PassedOver> refusal = podRefusal.of(pod);
        for (ContainerFacts container : pod.containers()) {
            boolean named = preferred.filter(container.name()::equals).isPresent();
            if (wanted.isPresent() && !named || container.kind() == Kind.INIT && !named) {
                continue;
            }
            if (preferred.isPresent() && !named) {
                pass(
                        pod,
                        container.name(),
                        Reason.NOT_DEFAULT,
                        "The pod's annotation " + DEFAULT_CONTAINER + " names \"" + preferred.get()
                                + "\", and containers: 'default' was asked for; without it this one is scanned too.");
            } else if (refusal.isPresent()) {
                pass(
                        pod,
                        container.name(),
                        refusal.get().reason(),
                        refusal.get().text());
            } else {
                choose(pod, container);
            }
        }
    }

    /**
     * Why nothing may be attached to a container that was chosen, by what its pod's object says now; empty when nothing is
     * against it.
     */
    public static Optional<PassedOver> refusal(PodFacts pod, ContainerFacts container, Selection selection) {
        return new PodRefusal(selection.allowed())
                .of(pod)
                .map(whole -> PodRefusal.of(pod, container, whole.reason(), whole.text()))
                .or(() -> PodRefusal.of(pod, container));
    }

    private void choose(PodFacts pod, ContainerFacts container) {
        Optional<PassedOver> refusal = PodRefusal.of(pod, container);
        int entries = pod.ephemeralContainers().size() + addedToPod.getOrDefault(pod.name(), 0);
        Choice choice = new Choice(pod, container);
        if (refusal.isPresent()) {
            passedOver.add(refusal.get());
        } else if (selection.sparing().known(choice)) {
            assumed.add(choice);
        } else if (entries >= PodRefusal.MAX_EPHEMERAL_CONTAINERS) {
            pass(pod, container.name(), Reason.TOO_MANY_EPHEMERAL_CONTAINERS, PodRefusal.tooMany(entries));
        } else {
            targets.add(choice);
            addedToPod.merge(pod.name(), 1, Integer::sum);
        }
    }

    /** Takes the sample, and then no more than the limit allows. */
    private void spare(String seed) {
        Set<Choice> leftOut = selection.sparing().leftOut(targets, seed);
        assumed.addAll(targets.stream().filter(leftOut::contains).toList());
        targets.removeAll(leftOut);
        List<Choice> over = targets.subList(Math.min(targets.size(), selection.maxTargets()), targets.size());
        for (Choice choice : List.copyOf(over)) {
            pass(
                    choice.pod(),
                    choice.container().name(),
                    Reason.TARGET_LIMIT,
                    "The limit of " + selection.maxTargets()
                            + " containers is reached; raise it (--max-targets on the command line, in Jenkins the"
                            + " administrator's setting), scan in several shares, or ask for containers: 'default'"
                            + " (--containers default), which leaves out sidecars by a pod's own annotation,"
                            + " or a sample of equal replicas (perImage, --per-image).");
        }
        over.clear();
    }

    private void pass(PodFacts pod, String container, Reason reason, String text) {
        passedOver.add(new PassedOver(pod.namespace(), pod.name(), container, reason, text));
    }
}
