package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.collect.Limits;
import io.jenkins.plugins.distrolessscan.engine.collect.ScanRequest;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.Margins;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeWork;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the debug container is like, and what the scan may take. */
final class RequestOptions {
    @Option(
            names = "--image",
            required = true,
            paramLabel = "IMAGE",
            description = "the probe image, where the cluster can pull it; by digest is best")
    private String image;

    @Option(
            names = "--run-as",
            paramLabel = "UID:GID",
            description = "identity of the debug container (default: the target's, else 65532:65532)")
    private String runAs;

    @Option(
            names = "--max-profile",
            paramLabel = "PROFILE",
            defaultValue = "restricted",
            description = "most powerful identity of the debug container: restricted, or baseline for root targets"
                    + " (default: ${DEFAULT-VALUE})")
    private String maxProfile;

    @Option(
            names = "--no-misuse-checks",
            description =
                    "no dry runs of misuse on the first pod; they store nothing, but show in the cluster's audit log")
    private boolean noMisuseChecks;

    @Option(
            names = "--verify",
            paramLabel = "FILES",
            defaultValue = "loaded",
            description =
                    "files that are hashed and compared with what their package says: none, loaded, executables or"
                            + " all (default: ${DEFAULT-VALUE})")
    private String verify;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "1",
            description = "how often the target's processes are looked at, within two seconds, 1 to 5 (default:"
                    + " ${DEFAULT-VALUE})")
    private int samples;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "for the whole scan, such as 90s or 10m (default: 10m)")
    private String timeout;

    @Option(
            names = "--memory-margin",
            paramLabel = "MIB",
            defaultValue = "32",
            description = "so much of a pod's memory limit has to be free when the probe begins, in MiB"
                    + " (default: ${DEFAULT-VALUE})")
    private int memoryMargin;

    @Option(
            names = "--cpu-share",
            paramLabel = "PERCENT",
            defaultValue = "25",
            description = "the most of a pod's CPU limit that the probe uses (default: ${DEFAULT-VALUE})")
    private int cpuShare;

    /** What can be said before anything is read. */
    void check() throws ScanException {
        limits();
        IdentityProfile.parse(maxProfile);
        ProbeWork.parse(verify, samples);
    }

    ScanRequest request(Connection reached, SelectionOptions selection) throws ScanException {
        return new ScanRequest(
                ScanRequest.newId(new SecureRandom()),
                selection.selection(reached.namespace()),
                image,
                Optional.ofNullable(runAs),
                IdentityProfile.parse(maxProfile),
                !noMisuseChecks,
                selection.registryMayChange(),
                limits(),
                "the command line",
                JarVersion.text(),
                List.of(),
                ProbeWork.parse(verify, samples));
    }

    private Limits limits() throws ScanException {
        return Limits.DEFAULT.within(TimeText.parse(timeout, "--timeout")).with(Margins.of(memoryMargin, cpuShare));
    }
}
