package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.model.KnownTarget;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Basis;
import io.jenkins.plugins.distrolessscan.engine.probe.ImageReference;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reports of earlier scans, as far as what they found in a container may be taken over. They have to come from where nobody
 * can write whom the scan judges: in Jenkins from the job's own files on the controller, never from a workspace.
 */
public final class EarlierScans {
    /** Nothing is taken over. */
    public static final EarlierScans NONE = new EarlierScans(Map.of());

    private final Map<KnownTarget, Looked> known;

    private EarlierScans(Map<KnownTarget, Looked> known) {
        this.known = Map.copyOf(known);
    }

    /** A target of an earlier report. */
    record Looked(ScanReport report, TargetReport target) {}

    /**
     * What an earlier scan has to share with this one.
     *
     * @param server the API server's URL
     * @param namespace the namespace
     * @param image the probe's image; without a digest nobody knows which probe it is, and nothing is taken over
     * @param toolVersion the version of this program: another one has other controls
     * @param since the earlier scan began no earlier
     * @param now and no later
     */
    public record Conditions(
            String server, String namespace, String image, String toolVersion, Instant since, Instant now) {
        private boolean met(ScanInfo scan) {
            return scan.server().equals(server)
                    && scan.namespace().equals(namespace)
                    && scan.toolVersion().equals(toolVersion)
                    && digest(image).isPresent()
                    && digest(scan.image()).equals(digest(image))
                    && !scan.started().isBefore(since)
                    && !scan.started().isAfter(now);
        }

        private static Optional<String> digest(String image) {
            try {
                return ImageReference.parse(image).digest();
            } catch (ScanException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * What may be taken over: containers that were scanned themselves, and completely. What a report assumed is never
     * assumed again.
     *
     * @param reports the newest first, which is the one that counts
     */
    public static EarlierScans of(List<ScanReport> reports, Conditions conditions) {
        Map<KnownTarget, Looked> known = new HashMap<>();
        for (ScanReport report : reports) {
            if (conditions.met(report.scan())) {
                for (TargetReport target : report.targets()) {
                    KnownTarget key = KnownTarget.of(target.target());
                    if (target.basis() == Basis.SCANNED && target.complete() && key.certain()) {
                        known.putIfAbsent(key, new Looked(report, target));
                    }
                }
            }
        }
        return new EarlierScans(known);
    }

    /** The containers that nothing has to be attached to. */
    public List<KnownTarget> targets() {
        return List.copyOf(known.keySet());
    }

    Optional<Looked> of(KnownTarget target) {
        return Optional.ofNullable(known.get(target));
    }
}
