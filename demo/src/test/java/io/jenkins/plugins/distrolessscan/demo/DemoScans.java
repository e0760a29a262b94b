package io.jenkins.plugins.distrolessscan.demo;

import io.jenkins.plugins.distrolessscan.engine.assess.Assessment;
import io.jenkins.plugins.distrolessscan.engine.assess.Stages;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.FabricCluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.cluster.Timeouts;
import io.jenkins.plugins.distrolessscan.engine.collect.Collector;
import io.jenkins.plugins.distrolessscan.engine.collect.Limits;
import io.jenkins.plugins.distrolessscan.engine.collect.ScanRequest;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.probe.KeyRing;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Scans a demo cluster with the engine, as any cluster is scanned. */
final class DemoScans {
    private DemoScans() {}

    static ScanReport allPods(DemoCluster demo, Reason... allowed) throws Exception {
        return scan(
                demo,
                new Selection(
                        DemoCluster.NAMESPACE,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        Set.of(allowed),
                        20),
                Optional.empty());
    }

    static ScanReport labelled(DemoCluster demo, String selector) throws Exception {
        return scan(demo, Selection.ofLabels(DemoCluster.NAMESPACE, selector), Optional.empty());
    }

    static ScanReport scan(DemoCluster demo, Selection selection, Optional<String> runAs) throws Exception {
        ScanRequest request = new ScanRequest(
                "0123456789ab",
                selection,
                DemoCluster.IMAGE,
                runAs,
                IdentityProfile.RESTRICTED,
                true,
                false,
                Limits.DEFAULT,
                "a test",
                "0",
                List.of());
        try (Cluster cluster = new FabricCluster(demo.connection(), Timeouts.standard())) {
            KeyRing keys = new KeyRing(new SecureRandom());
            var collector = new Collector(Pace.system(), new SecureRandom(), keys, text -> {});
            var facts = keys.opened(collector.collect(cluster, demo.connection(), request));
            return new Assessment(Stages.standard(GatePolicy.none().withMinimumCompliance(90))).assess(facts);
        }
    }
}
