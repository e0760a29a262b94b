package io.jenkins.plugins.distrolessscan.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.LookupInfo;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.LookedAt;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFile;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFiles;
import io.jenkins.plugins.distrolessscan.engine.report.Reports;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The samples are of every released format; {@code samples.txt} beside them names the commit whose program wrote each. */
class StoredReportTest {
    @Test
    void aReportOfTheFirstFormatIsRead() throws IOException {
        ScanReport report = sample("report-format-1.json.gz");
        assertThat(report.verdict().result()).isEqualTo(Verdict.Result.INCOMPLETE);
        assertThat(report.verdict().reasons()).isNotEmpty();
        assertThat(report.targets()).hasSize(3).allMatch(target -> target.basis() == TargetReport.Basis.SCANNED);
        assertThat(report.controls()).hasSize(36);
        assertThat(report.coverage().scanned()).isEqualTo(3);
        assertThat(report.risk().overall().level()).isEqualTo(Level.HIGH);
    }

    @Test
    void whatTheFirstFormatFoundInATargetIsASubject() throws IOException {
        ScanReport report = sample("report-format-1.json.gz");
        assertThat(report.subjects()).hasSize(3).allMatch(subject -> subject.targets() == 1);
        assertThat(report.subjects().stream().mapToInt(Subject::packages).sum())
                .isEqualTo(report.coverage().packages())
                .isEqualTo(report.inventory().size());
        List<String> ids = report.subjects().stream().map(Subject::id).toList();
        assertThat(report.targets()).extracting(TargetReport::subject).isEqualTo(ids);
        assertThat(report.inventory()).allMatch(item -> ids.containsAll(item.subjects()));
        assertThat(report.controls()).allMatch(control -> ids.contains(control.subject()));
        assertThat(report.findings())
                .isNotEmpty()
                .allMatch(finding -> ids.contains(finding.subject()))
                .allMatch(finding -> finding.workload().startsWith("shop/ReplicaSet/"));
    }

    @Test
    void whatTheFirstFormatDoesNotSayWasNotLookedAt() throws IOException {
        ScanReport report = sample("report-format-1.json.gz");
        assertThat(report.lookup().state()).isEqualTo(LookupInfo.State.NOT_CONFIGURED);
        assertThat(report.lookedAt()).isEqualTo(LookedAt.NOTHING);
        assertThat(report.coverage().assumed()).isEmpty();
        assertThat(report.difference().reference().found()).isFalse();
        assertThat(report.subjects()).noneMatch(subject -> subject.inventory().counted());
        for (TargetReport target : report.targets()) {
            assertThat(target.loaded().looked()).isFalse();
            assertThat(target.running()).isEqualTo(-1);
            assertThat(target.moment()).isEmpty();
        }
    }

    @Test
    void theCompletenessOfTheFirstFormatKeepsItsNumbers() throws IOException {
        Criterion complete =
                sample("report-format-1.json.gz").verdict().criteria().get(0);
        assertThat(complete.kind()).isEqualTo(Criterion.Kind.COMPLETENESS);
        assertThat(complete.state()).isEqualTo(Criterion.State.MISSED);
        assertThat(complete.value()).hasValue(3);
        assertThat(complete.limit()).hasValue(5);
    }

    @Test
    void everyFileCanBeWrittenOfEveryReleasedFormat() throws IOException {
        for (String name : List.of("report-format-1.json.gz", "report-format-2.json.gz")) {
            ScanReport report = sample(name);
            for (ReportFile file : ReportFiles.all()) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                file.write(report, out);
                assertThat(out.size()).as(name + " as " + file.name()).isPositive();
            }
            assertThat(StoredReport.read(source(stored(report)))).as(name).isEqualTo(report);
        }
    }

    @Test
    void aReportOfTheSecondFormatIsRead() throws IOException {
        ScanReport report = sample("report-format-2.json.gz");
        assertThat(report.schemaVersion()).isEqualTo("2.0");
        assertThat(report.targets()).hasSize(3);
        assertThat(report.subjects())
                .isNotEmpty()
                .allMatch(subject -> subject.inventory().counted());
    }

    @Test
    void anIndexOfTheFirstFormatIsRead() throws IOException {
        ScanReport report = sample("report-format-2.json.gz");
        try (InputStream in = new GZIPInputStream(resource("index-format-1.json.gz"))) {
            ReportIndex index = IndexFile.read(in);
            assertThat(index.scan()).isEqualTo(report.scan().id());
            assertThat(index.finished()).isEqualTo(report.scan().finished());
            assertThat(index.result()).isEqualTo(report.verdict().result());
            assertThat(index.lookedAt()).isEqualTo(report.lookedAt());
            assertThat(index.findings()).hasSize(32);
            assertThat(index.packages()).hasSize(58);
            assertThat(index.controls()).isNotEmpty();
            assertThat(index.risks()).isNotEmpty();
        }
    }

    @Test
    void aMemberThatALaterVersionAddedIsNotLookedAt() throws IOException {
        ObjectNode stored = (ObjectNode) Json.tree(new ByteArrayInputStream(stored(Reports.sound())));
        ObjectNode report = (ObjectNode) stored.path("report");
        report.remove(List.of("vulnerabilities", "lookup", "lookedAt", "difference", "waivers"));
        ((ObjectNode) report.at("/targets/0")).remove(List.of("loaded", "running"));
        ((ObjectNode) report.at("/targets/0/debugContainer")).remove("entry");
        ((ObjectNode) report.at("/controls/0/evidence/0")).remove("location");
        ScanReport read = StoredReport.read(source(stored.toString().getBytes(StandardCharsets.UTF_8)));
        assertThat(read.lookup().lookedUp()).isFalse();
        assertThat(read.targets().get(0).loaded().looked()).isFalse();
        assertThat(read.targets().get(0).running()).isEqualTo(-1);
        assertThat(read.targets().get(0).target())
                .isEqualTo(Reports.sound().targets().get(0).target());
    }

    @Test
    void aMemberThatWasAlwaysThereHasToBe() throws IOException {
        for (String member : List.of("targets", "verdict", "coverage", "controls", "risk")) {
            ObjectNode stored = (ObjectNode) Json.tree(new ByteArrayInputStream(stored(Reports.sound())));
            ((ObjectNode) stored.path("report")).remove(member);
            byte[] bytes = stored.toString().getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> StoredReport.read(source(bytes)))
                    .as(member)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(StoredReport.LaterFormatException.class);
        }
    }

    @Test
    void aReportOfALaterVersionSaysSo() {
        assertThatThrownBy(() ->
                        StoredReport.read(source("{\"format\":3,\"report\":{}}".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(StoredReport.LaterFormatException.class)
                .hasMessageContaining("later version")
                .hasMessageContaining("format 3");
    }

    @Test
    void whatIsNoReportIsDamaged() {
        for (String text :
                List.of("{}", "[]", "{\"format\":0,\"report\":{}}", "{\"format\":1}", "{\"format\":2,\"report\":7}")) {
            assertThatThrownBy(() -> StoredReport.read(source(text.getBytes(StandardCharsets.UTF_8))))
                    .as(text)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(StoredReport.LaterFormatException.class);
        }
    }

    private static byte[] stored(ScanReport report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StoredReport.write(report, out);
        return out.toByteArray();
    }

    private static ScanReport sample(String name) throws IOException {
        return StoredReport.read(() -> new GZIPInputStream(resource(name)));
    }

    private static StoredReport.Source source(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }

    private static InputStream resource(String name) {
        return StoredReportTest.class.getResourceAsStream(name);
    }
}
