package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.StoredPod;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection.Choice;
import java.util.Optional;

/**
 * A target's pod, read again when the target's turn comes: minutes may have passed since it was chosen, and another
 * container of it may have been scanned. What was decided when it was chosen is decided again.
 */
final class LatestPod {
    private final Cluster cluster;
    private final Selection selection;

    LatestPod(Cluster cluster, Selection selection) {
        this.cluster = cluster;
        this.selection = selection;
    }

    /** What was found. */
    sealed interface Found {
        /** The target is what was chosen. */
        record Same(Choice target, StoredPod pod) implements Found {}

        /** It may not be scanned any more. */
        record Refused(PassedOver passedOver) implements Found {}

        /** It is not there any more, or is not known to be. */
        record Lost(Outcome outcome, String reason) implements Found {}
    }

    /** @throws ScanException INTERRUPTED alone; every other fault is one of this target */
    Found read(Choice chosen) throws ScanException {
        PodFacts before = chosen.pod();
        StoredPod stored;
        try {
            stored = cluster.stored(before.namespace(), before.name());
        } catch (ScanException e) {
            return unread(e);
        }
        PodFacts now = stored.facts();
        if (!now.uid().equals(before.uid())) {
            return changed("The pod was replaced by another of the same name before its turn came; scan again.");
        }
        String name = chosen.container().name();
        Optional<ContainerFacts> container = now.container(name);
        if (container.isEmpty()) {
            return changed("The pod has no container \"" + name + "\" any more; scan again.");
        }
        Optional<PassedOver> refusal = TargetSelection.refusal(now, container.get(), selection);
        if (refusal.isPresent()) {
            return new Found.Refused(refusal.get());
        }
        return isAnother(container.get(), chosen.container())
                ? changed("The container was restarted before its turn came; scan again.")
                : new Found.Same(new Choice(now, container.get()), stored);
    }

    private static Found unread(ScanException e) throws ScanException {
        return switch (e.kind()) {
            case INTERRUPTED -> throw e;
            case NOT_FOUND ->
                changed("The pod was deleted before its turn came; scan again, so that its successor is chosen.");
            default ->
                new Found.Lost(
                        Outcome.FAILED,
                        "Nothing was attached, because the pod could not be read again just before: " + e.getMessage());
        };
    }

    private static Found changed(String reason) {
        return new Found.Lost(Outcome.TARGET_CHANGED, reason + " Nothing was attached.");
    }

    private static boolean isAnother(ContainerFacts now, ContainerFacts before) {
        return !now.containerId().equals(before.containerId()) || now.restartCount() != before.restartCount();
    }
}
