package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeWork;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import io.jenkins.plugins.distrolessscan.engine.target.Sparing;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a scan is asked to do.
 *
 * @param id unique, hexadecimal
 * @param selection the pods and containers
 * @param image the probe's image, where the cluster can pull it
 * @param runAs {@code UID:GID} for the debug container; empty to find it out
 * @param maxProfile the most powerful identity that is allowed
 * @param misuseChecks whether to try by dry runs that misuse of the right to add debug containers is refused
 * @param registryMayChange whether admission may name the probe's image by another registry, if the digest stays
 * @param limits bounds
 * @param actor who asks: a build's URL, or the command line
 * @param toolVersion this program's version
 * @param earlier debug containers of an interrupted attempt of the same scan, whose end is verified too
 * @param work how much the probe looks at
 */
public record ScanRequest(
        String id,
        Selection selection,
        String image,
        Optional<String> runAs,
        IdentityProfile maxProfile,
        boolean misuseChecks,
        boolean registryMayChange,
        Limits limits,
        String actor,
        String toolVersion,
        List<Progress.Attachment> earlier,
        ProbeWork work) {
    public ScanRequest {
        earlier = List.copyOf(earlier);
    }

    /** A request for as much as the probe looks at by itself. */
    public ScanRequest(
            String id,
            Selection selection,
            String image,
            Optional<String> runAs,
            IdentityProfile maxProfile,
            boolean misuseChecks,
            boolean registryMayChange,
            Limits limits,
            String actor,
            String toolVersion,
            List<Progress.Attachment> earlier) {
        this(
                id,
                selection,
                image,
                runAs,
                maxProfile,
                misuseChecks,
                registryMayChange,
                limits,
                actor,
                toolVersion,
                earlier,
                ProbeWork.DEFAULT);
    }

    /** The same, with another choice of what nothing is attached to. */
    public ScanRequest sparing(Sparing sparing) {
        return new ScanRequest(
                id,
                selection.sparing(sparing),
                image,
                runAs,
                maxProfile,
                misuseChecks,
                registryMayChange,
                limits,
                actor,
                toolVersion,
                earlier,
                work);
    }

    /** Whether a debug container may run as uid 0 when the target does. */
    boolean rootAllowed() {
        return IdentityProfile.BASELINE.within(maxProfile);
    }

    /** A new scan's ID: 12 hexadecimal digits. */
    public static String newId(SecureRandom random) {
        byte[] bytes = new byte[6];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
