package io.jenkins.plugins.distrolessscan.engine.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Basis;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SubjectsTest {
    private static List<Evidence> replicas(int count, long seed) {
        Random random = new Random(seed);
        List<Evidence> replicas = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            replicas.add(Replicas.of(Replicas.IMAGE, random));
        }
        return replicas;
    }

    @Test
    void replicasThatDifferInProcessesTimesNamesMountsAndDataAreOneSubject() {
        for (int seed = 0; seed < 40; seed++) {
            ScanReport report = Replicas.report(replicas(5, seed));
            assertThat(report.subjects()).as("seed " + seed).singleElement().satisfies(subject -> {
                assertThat(subject.targets()).isEqualTo(5);
                assertThat(subject.packages()).isEqualTo(1);
                assertThat(subject.difference()).isEmpty();
            });
            String id = report.subjects().get(0).id();
            assertThat(report.targets()).extracting(TargetReport::subject).containsOnly(id);
            assertThat(report.targets()).extracting(TargetReport::basis).containsOnly(Basis.SCANNED);
            assertThat(report.inventory())
                    .singleElement()
                    .satisfies(item -> assertThat(item.subjects()).containsExactly(id));
            assertThat(report.controls())
                    .hasSize(17)
                    .allSatisfy(result -> assertThat(result.subject()).isEqualTo(id));
        }
    }

    static Stream<FileEntry> deviations() {
        return Stream.of(
                Frames.file("app/hello", 04755),
                Replicas.sized("app/lib/util.jar", 11),
                new FileEntry(
                        "usr/lib/libssl.so.3",
                        FileEntry.Kind.FILE,
                        0644,
                        1000,
                        0,
                        10,
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Frames.link("usr/lib/libssl.so", "../../tmp/evil.so"),
                Frames.file("dev/shm/miner", 0755),
                Frames.file("opt/added.py", 0644));
    }

    @ParameterizedTest
    @MethodSource("deviations")
    void aReplicaWithOtherCodeIsASecondSubjectOfItsImageAndAFinding(FileEntry other) {
        for (int place : List.of(0, 2, 4)) {
            List<Evidence> replicas = replicas(5, place);
            replicas.set(place, Replicas.of(Replicas.with(other), new Random(7)));
            ScanReport report = Replicas.report(replicas);
            assertThat(report.subjects()).hasSize(2);
            String id = report.targets().get(place).subject();
            assertThat(report.subjects())
                    .filteredOn(s -> s.id().equals(id))
                    .singleElement()
                    .satisfies(subject -> {
                        assertThat(subject.targets()).isEqualTo(1);
                        assertThat(subject.difference().orElseThrow().paths()).containsExactly(other.path());
                        assertThat(subject.difference().orElseThrow().more()).isZero();
                    });
            assertThat(report.subjects())
                    .filteredOn(s -> !s.id().equals(id))
                    .singleElement()
                    .satisfies(usual -> {
                        assertThat(usual.targets()).isEqualTo(4);
                        assertThat(usual.difference()).isEmpty();
                    });
            assertThat(report.findings())
                    .filteredOn(finding -> finding.rule().equals(Subjects.REPLICA_DIFFERS))
                    .singleElement()
                    .returns(id, Finding::subject)
                    .returns(other.path(), Finding::location)
                    .satisfies(finding -> assertThat(finding.text()).contains(other.path()));
        }
    }

    @Test
    void aPackageLessIsAnotherSubjectAndAFinding() {
        List<Evidence> replicas = replicas(3, 1);
        Evidence e = replicas.get(1);
        replicas.set(
                1,
                new Evidence(
                        e.probe(),
                        e.target(),
                        e.processes(),
                        e.mounts(),
                        e.entries(),
                        Map.of(),
                        e.goBinaries(),
                        e.limits(),
                        e.errors(),
                        e.end()));
        ScanReport report = Replicas.report(replicas);
        assertThat(report.subjects()).hasSize(2);
        assertThat(report.findings())
                .filteredOn(finding -> finding.rule().equals(Subjects.REPLICA_DIFFERS))
                .singleElement()
                .returns(report.targets().get(1).subject(), Finding::subject);
    }

    @Test
    void evidenceThatWasCutIsAnotherSubjectAndNoFindingOfItsOwn() {
        List<Evidence> replicas = replicas(3, 1);
        Evidence e = replicas.get(1);
        replicas.set(
                1,
                new Evidence(
                        e.probe(),
                        e.target(),
                        e.processes(),
                        e.mounts(),
                        e.entries().subList(0, 2),
                        e.files(),
                        e.goBinaries(),
                        List.of(new Evidence.Limit("entries", "")),
                        e.errors(),
                        e.end()));
        ScanReport report = Replicas.report(replicas);
        assertThat(report.subjects()).hasSize(2);
        assertThat(report.findings()).extracting(Finding::rule).doesNotContain(Subjects.REPLICA_DIFFERS);
    }

    @Test
    void packagesBeyondTheRoomAreLeftOutAndSaid() {
        Reduction reduction = new Reduction(Stages.standard(GatePolicy.none()), 0);
        Replicas.observations(replicas(2, 3)).forEach(reduction::add);
        assertThat(reduction.inventory()).isEmpty();
        assertThat(reduction.targets())
                .allSatisfy(target -> assertThat(target.gap()).contains("its evidence was cut at a bound (packages)"));
    }
}
