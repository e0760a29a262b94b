package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.assess.Assessment;
import io.jenkins.plugins.distrolessscan.engine.assess.Stages;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.cluster.FabricCluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.cluster.Timeouts;
import io.jenkins.plugins.distrolessscan.engine.collect.Collector;
import io.jenkins.plugins.distrolessscan.engine.collect.Progress;
import io.jenkins.plugins.distrolessscan.engine.collect.ScanRequest;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.probe.KeyRing;
import java.security.SecureRandom;

/**
 * One scan from connection to report, the same for every cluster, a demo cluster too.
 *
 * @param connection the cluster
 * @param request what to scan
 * @param stages what judges
 * @param progress hears of lines for a person who waits, and of debug containers
 */
record ScanRun(Connection connection, ScanRequest request, Stages stages, Progress progress) {
    /** What was found on the cluster, opened: the keys never leave this process. */
    CollectedScan collect() throws ScanException, InterruptedException {
        Warmup.begin();
        KeyRing keys = new KeyRing(new SecureRandom());
        try (Cluster cluster = new FabricCluster(connection, Timeouts.standard())) {
            Collector collector = new Collector(Pace.system(), new SecureRandom(), keys, progress);
            return keys.opened(collector.collect(cluster, connection, request));
        }
    }

    ScanReport judge(CollectedScan facts) throws ScanException {
        return new Assessment(stages).assess(facts);
    }

    ScanReport run() throws ScanException, InterruptedException {
        return judge(collect());
    }
}
