package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which image the debug containers ran, and what is in it (S-17, S-23a, S-27). */
final class ProbeImage {
    private static final Pattern DIGEST = Pattern.compile("@(sha256:[0-9a-f]{64})$");

    private ProbeImage() {}

    static Judgement judge(RiskEvidence evidence) {
        Judgement each =
                OverTargets.worst(evidence, "the probe's image", target -> image(RiskEvidence.debugContainer(target)));
        return evidence.attached().isEmpty()
                ? each
                : each.with(
                        Fact.client(
                                "As built from its sources the image holds one static program, no shell and no package. The "
                                        + "scan does not open the image; its digest is what ties it to the one that was built."));
    }

    private static Judgement image(DebugContainer container) {
        Matcher asked = DIGEST.matcher(container.image());
        if (!asked.find()) {
            return Judgement.of(
                            State.NOT_MET,
                            Fact.api("The image " + FactWords.plain(container.image())
                                    + " is not named by a digest: what is behind a " + "tag can be replaced at any time"
                                    + ran(container) + "."))
                    .advising("Name the probe's image by its digest (@sha256:...).");
        }
        if (container.imageId().isEmpty()) {
            return Judgement.of(
                    State.NOT_VERIFIABLE,
                    Fact.kubelet("The image was named by a digest; the kubelet did not report which image it ran."));
        }
        boolean same = container.imageId().endsWith(asked.group(1));
        return Judgement.of(
                State.OBSERVED,
                Fact.kubelet(
                        same
                                ? "The kubelet ran the image that was named, " + asked.group(1) + "."
                                : "The image was named by the digest " + asked.group(1) + "; the kubelet reports "
                                        + FactWords.plain(container.imageId())
                                        + ", which may be the digest of this platform's part of it."));
    }

    private static String ran(DebugContainer container) {
        return container.imageId().isEmpty() ? "" : "; the kubelet ran " + FactWords.plain(container.imageId());
    }
}
