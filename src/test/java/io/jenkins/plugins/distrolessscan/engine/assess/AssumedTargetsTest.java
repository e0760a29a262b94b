package io.jenkins.plugins.distrolessscan.engine.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.model.Assumption;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Basis;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Result;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import io.jenkins.plugins.distrolessscan.engine.report.MarkdownReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The collecting side only says that it attached nothing; what is assumed is decided where the report is judged. */
class AssumedTargetsTest {
    private static List<Evidence> sample(int count) {
        Random random = new Random(7);
        List<Evidence> replicas = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            replicas.add(Replicas.of(Replicas.IMAGE, random));
        }
        return replicas;
    }

    private static Observation unattached(ScannedTarget target) {
        Observation o = target.observation();
        return new Observation(
                o.target(),
                o.pod(),
                Outcome.ASSUMED,
                "",
                o.identity(),
                Optional.empty(),
                o.before(),
                Optional.empty(),
                Observation.Stream.none(),
                Optional.empty());
    }

    private static ScanReport judged(List<Evidence> looked, Assumptions assumptions, ScannedTarget... others) {
        List<Observation> observations = new ArrayList<>();
        for (ScannedTarget other : others) {
            observations.add(unattached(other));
        }
        observations.addAll(Replicas.observations(looked));
        CollectedScan scan = Scans.empty().build().scan().with(observations);
        return new Assessment(Stages.standard(GatePolicy.none()).assuming(assumptions)).assess(scan);
    }

    private static ScannedTarget replica(String name) {
        return ScannedTarget.named(name).ownedBy("ReplicaSet/checkout-0");
    }

    private static Assumptions perImage(int most) {
        return new Assumptions(most, EarlierScans.NONE);
    }

    @Test
    void equalReplicasOfASampleAreAssumedAndCountedApart() {
        ScanReport report = judged(sample(3), perImage(3), replica("checkout-8"), replica("checkout-9"));
        assertThat(report.subjects())
                .singleElement()
                .satisfies(subject -> assertThat(subject.targets()).isEqualTo(5));
        assertThat(report.targets())
                .extracting(TargetReport::basis)
                .filteredOn(Basis.ASSUMED::equals)
                .hasSize(2);
        TargetReport assumed = report.targets().get(4);
        assertThat(assumed.assumed().orElseThrow().kind()).isEqualTo(Assumption.Kind.SAMPLE);
        assertThat(assumed.loaded().looked()).isFalse();
        assertThat(assumed.complete()).isFalse();
        assertThat(report.coverage().chosen()).isEqualTo(5);
        assertThat(report.coverage().scanned()).isEqualTo(3);
        assertThat(report.coverage().notScanned()).isZero();
        assertThat(report.coverage().percent()).isEqualTo(60);
        assertThat(report.coverage().assumed()).hasValue(2);
        assertThat(report.verdict().result()).isEqualTo(Result.PASSED);
        assertThat(report.verdict().reasons())
                .containsExactly("2 of 5 containers are ASSUMED and were not looked at, from equal replicas.");
        assertThat(new String(new MarkdownReport().render(report), StandardCharsets.UTF_8))
                .contains("Its equal replica shop/checkout-0/app was looked at");
    }

    @Test
    void nothingIsAssumedThatWasNotAskedFor() {
        ScanReport report = judged(sample(3), Assumptions.NONE, replica("checkout-9"));
        assertThat(report.verdict().result()).isEqualTo(Result.INCOMPLETE);
        assertThat(report.verdict().reasons().get(0)).contains("nothing is known of it", "no earlier scan");
        assertThat(report.coverage().assumed()).hasValue(0);
        assertThat(report.coverage().notScanned()).isEqualTo(1);
        assertThat(report.targets().get(3).basis()).isEqualTo(Basis.NOTHING);
    }

    @Test
    void aSampleThatIsTooSmallStandsForNothing() {
        ScanReport report = judged(sample(2), perImage(3), replica("checkout-9"));
        assertThat(report.verdict().result()).isEqualTo(Result.INCOMPLETE);
        assertThat(report.verdict().reasons().get(0)).contains("only 2 of the 3 equal replicas");
    }

    @Test
    void aSampleThatDiffersStandsForNothing() {
        List<Evidence> looked = sample(2);
        looked.add(Replicas.of(Replicas.with(Frames.file("opt/added.py", 0644)), new Random(7)));
        ScanReport report = judged(looked, perImage(3), replica("checkout-9"));
        assertThat(report.verdict().result()).isEqualTo(Result.INCOMPLETE);
        assertThat(report.verdict().reasons().get(0)).contains("the replicas of the sample are not equal");
    }

    @Test
    void whatIsNoReplicaOfTheSampleIsNotAssumed() {
        for (ScannedTarget other : List.of(
                replica("checkout-9").withoutOwner(),
                ScannedTarget.named("checkout-9").ownedBy("ReplicaSet/other"),
                replica("checkout-9").hostPath("logs"),
                replica("checkout-9").rootWritable())) {
            assertThat(judged(sample(3), perImage(3), other).verdict().result()).isEqualTo(Result.INCOMPLETE);
        }
    }

    @Test
    void aClaimThatAContainerIsKnownIsHeldAgainstTheEarlierReport() {
        ScanReport earlier = judged(sample(2), Assumptions.NONE);
        EarlierScans known = EarlierScans.of(List.of(earlier), conditions());
        assertThat(known.targets()).hasSize(2);
        ScanReport report = judged(List.of(), new Assumptions(0, known), replica("checkout-1"), replica("checkout-7"));
        assertThat(report.targets()).extracting(TargetReport::basis).containsExactly(Basis.ASSUMED, Basis.NOTHING);
        assertThat(report.inventory()).isEqualTo(earlier.inventory());
        assertThat(report.verdict().result()).isEqualTo(Result.INCOMPLETE);
    }

    private static EarlierScans.Conditions conditions() {
        return new EarlierScans.Conditions(
                "https://cluster.test:6443",
                "shop",
                Scans.IMAGE,
                "1.0",
                Scans.START.minus(Duration.ofDays(7)),
                Scans.END);
    }
}
