package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A command to copy: the scan of a demo cluster, as a shell takes it. */
final class ScanHint {
    private ScanHint() {}

    static String command(Path kubeconfig) {
        return "java -jar " + quoted(jar()) + " scan --kubeconfig " + quoted(kubeconfig.toString()) + " -n "
                + DemoCluster.NAMESPACE + " --all-pods --image " + DemoCluster.IMAGE
                + " --threshold 90 --output distroless-scan-report";
    }

    /** The jar that this class came from; its usual name where it did not come from a jar. */
    private static String jar() {
        try {
            Path from = Path.of(ScanHint.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isRegularFile(from) ? from.toString() : "distroless-scan.jar";
        } catch (URISyntaxException e) {
            return "distroless-scan.jar";
        }
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9._/@:=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
