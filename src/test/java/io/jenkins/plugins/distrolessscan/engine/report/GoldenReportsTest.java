package io.jenkins.plugins.distrolessscan.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every format of every sample, byte by byte: a change of a file is a change that somebody has looked at. */
class GoldenReportsTest {
    private static final Map<String, ScanReport> SAMPLES = new TreeMap<>(Map.of(
            "sound", Reports.sound(),
            "demo", Reports.demo(),
            "unreadable", Reports.unreadable(),
            "tampered", Reports.tampered(),
            "nothing-chosen", Reports.nothingChosen()));

    static Stream<Arguments> samples() {
        return SAMPLES.keySet().stream()
                .flatMap(sample -> ReportFiles.all().stream()
                        // Without its style the page's file stays small, and a new colour changes no sample.
                        .map(file -> file instanceof HtmlReport ? HtmlReport.linked() : file)
                        .map(file -> Arguments.of(sample, file)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("samples")
    void aSampleLooksAsItDid(String sample, ReportFile file) {
        String[] name = file.name().split("\\.", 2);
        GoldenFile.assertSame(sample + "-" + name[0] + ".golden." + name[1], file.render(SAMPLES.get(sample)));
    }

    @Test
    void theSameReportGivesTheSameBytes() {
        for (ReportFile file : ReportFiles.all()) {
            assertThat(file.render(Reports.sound())).as(file.name()).isEqualTo(file.render(Reports.sound()));
        }
    }

    @Test
    void everyFileHasANameOfItsOwn() {
        List<String> names = ReportFiles.all().stream().map(ReportFile::name).toList();
        assertThat(names).doesNotHaveDuplicates().startsWith("report.json", "report.md");
    }
}
