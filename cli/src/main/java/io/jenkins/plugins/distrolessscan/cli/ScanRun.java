package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.cluster.FabricCluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Timeouts;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.scan.Assessment;
import io.jenkins.plugins.distrolessscan.engine.scan.Collector;
import io.jenkins.plugins.distrolessscan.engine.scan.ScanRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One scan from connection to report, the same for every cluster, a demo cluster too.
 *
 * @param connection the cluster
 * @param request what to scan
 * @param policy what the verdict asks for
 * @param progress takes lines for a person who waits
 */
record ScanRun(Connection connection, ScanRequest request, GatePolicy policy, Consumer<String> progress) {
    /** @param output folder for the report's files; known to be writable before anything is attached */
    ScanReport run(Optional<Path> output) throws ScanException, InterruptedException {
        Optional<OutputFolder> folder =
                output.isPresent() ? Optional.of(OutputFolder.prepare(output.get())) : Optional.empty();
        CollectedScan facts;
        try (Cluster cluster = new FabricCluster(connection, Timeouts.standard())) {
            Collector collector = new Collector(Clock.systemUTC(), new SecureRandom(), progress::accept);
            facts = collector.collect(cluster, connection, request);
        }
        ScanReport report = new Assessment().assess(facts, policy);
        if (folder.isPresent()) {
            folder.get().write(report);
            progress.accept("Report written to " + output.get());
        }
        return report;
    }
}
