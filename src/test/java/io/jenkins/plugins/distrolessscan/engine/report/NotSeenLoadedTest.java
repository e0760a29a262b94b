package io.jenkins.plugins.distrolessscan.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.VulnerabilityFinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That nothing had a package loaded is told, and is never written as "not affected". */
class NotSeenLoadedTest {
    private static final VulnerabilityFinding UNSEEN =
            SampleVulnerabilities.some().get(0).loaded(LoadedState.NOT_SEEN_LOADED);
    private static final VulnerabilityFinding SEEN =
            SampleVulnerabilities.some().get(0);

    static Stream<ReportFile> everyFile() {
        return ReportFiles.of(report(UNSEEN)).stream();
    }

    private static ScanReport report(VulnerabilityFinding finding) {
        return Reports.sound().with(List.of(finding.why("in its place")), SampleVulnerabilities.lookup());
    }

    @ParameterizedTest
    @MethodSource("everyFile")
    void noFileSaysNotAffected(ReportFile file) throws IOException {
        String text = text(file, report(UNSEEN))
                .toLowerCase(Locale.ROOT)
                // Two sentences say what it does not mean, and the data's statement that matched nothing is told.
                .replaceAll("does\\s+not\\s+mean\\s+(that\\s+the\\s+package\\s+is\\s+)?not\\s+affected", "")
                .replace("not_affected (team.openvex.json)", "")
                .replace("not\\_affected (team.openvex.json)", "");
        assertThat(text)
                .as(file.name())
                .doesNotContainPattern("not[ _-]*affected|false[ _-]positive|\"suppressions\"|\"analysis\"");
    }

    @ParameterizedTest
    @MethodSource("everyFile")
    void everyFileCountsItAsIfItWereLoaded(ReportFile file) throws IOException {
        String unseen = text(file, report(UNSEEN)).replaceAll("NOT_SEEN_LOADED|[Nn]ot seen loaded", "STATE");
        String seen = text(file, report(SEEN)).replaceAll("\\bLOADED\\b|\\b[Ll]oaded\\b", "STATE");
        assertThat(count(unseen, "CVE-2026-1001")).as(file.name()).isEqualTo(count(seen, "CVE-2026-1001"));
        for (String word : List.of("failed", "<failure", "\"error\"", "HIGH", "skipped", "<skipped", "8.1", "passed")) {
            assertThat(count(unseen, word)).as(file.name() + " " + word).isEqualTo(count(seen, word));
        }
    }

    @Test
    void theStateIsAPropertyOfItsOwn() throws IOException {
        JsonNode json = new ObjectMapper().readTree(new JsonReport().render(report(UNSEEN)));
        assertThat(json.at("/vulnerabilities/0/loaded").asText()).isEqualTo("NOT_SEEN_LOADED");
        List<String> documents = new ArrayList<>();
        for (ReportFile file : ReportFiles.of(report(UNSEEN))) {
            if (file.name().endsWith(".cdx.json")) {
                documents.add(text(file, report(UNSEEN)));
            }
        }
        assertThat(documents)
                .filteredOn(text -> text.contains("CVE-2026-1001"))
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text).contains("\"NOT_SEEN_LOADED\""));
    }

    private static String text(ReportFile file, ScanReport report) throws IOException {
        return new String(file.render(report), StandardCharsets.UTF_8);
    }

    private static int count(String text, String word) {
        return text.split(java.util.regex.Pattern.quote(word), -1).length - 1;
    }
}
