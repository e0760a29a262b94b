package io.jenkins.plugins.distrolessscan.engine.assess;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.model.Capacity;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.ReadError;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Result;
import io.jenkins.plugins.distrolessscan.engine.probe.EvidenceWriter;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import io.jenkins.plugins.distrolessscan.engine.report.CycloneDxReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the facts of one target to the report, with the words of a probe. */
class AssessmentTest {
    @Test
    void aSoundScanOfReadableEvidencePasses() {
        ScanReport report = assess(ScannedTarget.named("checkout"), Frames.distroless());
        assertThat(report.verdict().result()).isEqualTo(Result.PASSED);
        assertThat(report.targets().get(0).complete()).isTrue();
        assertThat(report.coverage().unreadable()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "var/lib/dpkg/status open EACCES",
                "var/lib/dpkg/status read EIO",
                "var/lib/dpkg/status open ESTALE",
                "var/lib/dpkg/status.d open EACCES",
                "var/lib/dpkg/status.d list EIO",
                "var/lib/dpkg/status.d/base open EACCES",
                "lib/apk/db/installed open EACCES",
                "usr/lib/apk/db/installed open EXDEV",
                "var/lib/dpkg/status open link",
                "var/lib/dpkg/status open special"
            })
    void aPackageDatabaseThatCouldNotBeReadIsNoPassAndIsNamed(String error) {
        ScanReport report = assess(ScannedTarget.named("checkout"), errors(Frames.distroless(), error(error)));
        assertThat(report.verdict().result()).isEqualTo(Result.INCOMPLETE);
        assertThat(report.verdict().reasons())
                .singleElement()
                .asString()
                .contains("its package database " + error.split(" ")[0] + " could not be read (");
        assertThat(report.coverage().scanned()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app/server go EACCES",
                "etc/passwd open EACCES",
                "usr/bin/tool go ENOEXEC",
                "var/lib/dpkg/status open ENOENT",
                "var/lib/dpkg/status-old open EACCES"
            })
    void anythingElseThatCouldNotBeReadIsSaidAndCountedAndNoHole(String error) {
        ScanReport report = assess(ScannedTarget.named("checkout"), errors(Frames.distroless(), error(error)));
        assertThat(report.verdict().result()).isEqualTo(Result.PASSED);
        assertThat(report.targets().get(0).errors()).containsExactly(error(error));
        assertThat(report.coverage().unreadable()).isEqualTo(1);
    }

    @Test
    void aTargetThatChangedIsReportedAsSuchWhateverTheAgentSays() {
        for (ScannedTarget target : List.of(
                ScannedTarget.named("checkout").restarted(),
                ScannedTarget.named("checkout").replaced(),
                ScannedTarget.named("checkout").notReadAgain())) {
            ScanReport report = assess(target, Frames.distroless());
            assertThat(report.verdict().result()).isEqualTo(Result.INCOMPLETE);
            assertThat(report.targets().get(0).outcome()).isEqualTo(Outcome.TARGET_CHANGED);
            assertThat(report.controls()).isEmpty();
        }
    }

    @Test
    void aRootThatCouldNotBeOpenedIsNoPass() {
        ScanReport report =
                assess(ScannedTarget.named("checkout"), errors(Frames.distroless(), new ReadError("", "open", "EIO")));
        assertThat(report.verdict().reasons())
                .containsExactly("shop/checkout/app: its root could not be opened (EIO).");
    }

    @Test
    void whatAnEntryTellsAlreadyIsNotCountedTwice() {
        FileEntry closed = Frames.failed(Frames.folder("var/lib/dpkg/status.d", 0700), "EACCES");
        Evidence evidence = Frames.evidence(List.of(Frames.folder(".", 0755), closed), Map.of());
        ScanReport report = assess(
                ScannedTarget.named("checkout"),
                errors(
                        evidence,
                        error("var/lib/dpkg/status.d open EACCES"),
                        error("bin/a go EACCES"),
                        error("bin/a read EIO")));
        assertThat(report.targets().get(0).unread()).isEqualTo(1);
    }

    @Test
    void noNumberOfErrorsHidesADatabaseOrFillsTheReport() {
        ReadError[] many = IntStream.range(0, 1_000)
                .mapToObj(i -> new ReadError("bin/" + i, "go", "EACCES"))
                .toArray(ReadError[]::new);
        many[999] = error("var/lib/dpkg/status open EACCES");
        ScanReport report = assess(ScannedTarget.named("checkout"), errors(Frames.distroless(), many));
        assertThat(report.targets().get(0).errors())
                .hasSize(TargetReport.MOST_ERRORS)
                .startsWith(many[999]);
        assertThat(report.coverage().unreadable()).isEqualTo(1_000);
        assertThat(report.verdict().result()).isEqualTo(Result.INCOMPLETE);
    }

    @Test
    void packagesWithoutEndAreCutAndSaid() throws Exception {
        StringBuilder status = new StringBuilder();
        for (int n = 0; n < Capacity.PACKAGES_OF_TARGET + 1_000; n++) {
            status.append("Package: p").append(n).append("\nStatus: install ok installed\nVersion: 1\n\n");
        }
        Evidence evidence =
                Frames.evidence(List.of(Frames.folder(".", 0755)), Map.of("var/lib/dpkg/status", status.toString()));
        ScanReport report = assess(ScannedTarget.named("checkout"), evidence);
        assertThat(report.inventory()).hasSize(Capacity.PACKAGES_OF_TARGET);
        assertThat(report.verdict().result()).isEqualTo(Result.INCOMPLETE);
        assertThat(report.verdict().reasons())
                .containsExactly("shop/checkout/app: its evidence was cut at a bound (packages).");
        JsonNode sbom = new ObjectMapper().readTree(new CycloneDxReport().render(report));
        assertThat(sbom.at("/components")).hasSize(Capacity.PACKAGES_OF_TARGET);
        assertThat(sbom.at("/compositions/0/aggregate").asText()).isEqualTo("incomplete");
    }

    @Test
    void aPackageThatCannotBeKeptMakesItsTargetIncomplete() throws Exception {
        Evidence evidence = Frames.evidence(
                List.of(Frames.folder(".", 0755)),
                Map.of(
                        "var/lib/dpkg/status.d/good", "Package: good\nVersion: 1\n",
                        "var/lib/dpkg/status.d/odd", "Package: odd\nVersion: 1\t2\n"));
        ScanReport report = assess(ScannedTarget.named("checkout"), evidence);
        assertThat(report.inventory()).hasSize(1);
        assertThat(report.verdict().result()).isEqualTo(Result.INCOMPLETE);
        assertThat(report.verdict().reasons())
                .containsExactly(
                        "shop/checkout/app: its inventory lacks packages of var/lib/dpkg/status.d/odd, whose names"
                                + " or versions are none that a package can have.");
        JsonNode sbom = new ObjectMapper().readTree(new CycloneDxReport().render(report));
        assertThat(sbom.at("/compositions/0/aggregate").asText()).isEqualTo("incomplete");
    }

    @Test
    void aDatabaseThatIsNoneMakesItsTargetIncomplete() {
        Evidence evidence = Frames.evidence(
                List.of(Frames.folder(".", 0755)),
                Map.of("var/lib/dpkg/status", "<html>\n", "lib/apk/db/installed", "\ufffd\n"));
        ScanReport report = assess(ScannedTarget.named("checkout"), evidence);
        assertThat(report.verdict().result()).isEqualTo(Result.INCOMPLETE);
        assertThat(report.verdict().reasons())
                .containsExactly("shop/checkout/app: its package database lib/apk/db/installed (and 1 more) could not"
                        + " be understood in whole, so that packages may be missing.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "var/lib/rpm/Packages format rpm-bdb",
                "var/lib/pacman/local/zlib/desc format pacman-local",
                "lib/apk/db/installed database malformed",
                "var/lib/rpm/rpmdb.sqlite database wal",
                "var/lib/opkg/status database EACCES"
            })
    void aPackageDatabaseOfAFormatThatNobodyReadsIsNoPassAndIsNamed(String error) {
        ScanReport report = assess(ScannedTarget.named("checkout"), errors(Frames.distroless(), error(error)));
        assertThat(report.verdict().result()).isEqualTo(Result.INCOMPLETE);
        assertThat(report.targets().get(0).complete()).isFalse();
        assertThat(report.verdict().reasons())
                .singleElement()
                .asString()
                .contains("its package database " + error.split(" ")[0]);
    }

    private static ReadError error(String words) {
        String[] word = words.split(" ");
        return new ReadError(word[0], word[1], word[2]);
    }

    private static Evidence errors(Evidence e, ReadError... errors) {
        return new Evidence(
                e.probe(),
                e.target(),
                e.processes(),
                e.mounts(),
                e.entries(),
                e.files(),
                e.goBinaries(),
                e.limits(),
                List.of(errors),
                e.end());
    }

    private static ScanReport assess(ScannedTarget target, Evidence evidence) {
        CollectedScan scan = Scans.empty().target(target).build().scan();
        Observation o = scan.observations().get(0);
        Observation read = new Observation(
                o.target(),
                o.pod(),
                o.outcome(),
                o.reason(),
                o.identity(),
                o.debugContainer(),
                o.before(),
                o.after(),
                o.stream(),
                Optional.of(EvidenceWriter.gzip(evidence)));
        return new Assessment(Stages.standard(GatePolicy.none()))
                .assess(new CollectedScan(
                        scan.format(), scan.scan(), scan.access(), List.of(read), scan.passedOver(), scan.audit()));
    }
}
