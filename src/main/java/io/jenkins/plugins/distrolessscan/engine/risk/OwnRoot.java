package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.Optional;

/** Whether the debug container's own root is read-only; it says nothing of the target's. */
final class OwnRoot {
    private OwnRoot() {}

    static Optional<Judgement> judge(TargetReport target) {
        return target.debugContainer()
                .map(container -> StoredContext.parse(container.storedSecurityContext())
                        .filter(StoredContext::readOnlyRoot)
                        .map(context -> Judgement.of(
                                State.VERIFIED, Fact.api("The debug container's own root is stored as read-only.")))
                        .orElseGet(() -> Judgement.of(
                                State.NOT_MET,
                                Fact.api("The debug container's own root is not stored as read-only."))));
    }
}
