package io.jenkins.plugins.distrolessscan.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same number and the same judgement as MITRE's own programs, inspecjs and SAF, whose answers are recorded in
 * {@code saf-results.json} (by {@code record-saf.mjs}). They hold as long as {@code hdf.json} has the shape that was read.
 */
class SafTest {
    private static final JsonNode RECORDED = recorded();

    static IntStream samples() {
        return IntStream.range(0, SafSamples.COUNT);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatWasReadIsWhatIsWritten(int sample) throws IOException {
        assertThat(shape(new ObjectMapper().readTree(SafSamples.hdf(sample))))
                .as("record the samples anew when hdf.json changes")
                .isEqualTo(RECORDED.get(sample).get("shape"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void inspecjsReadsTheStatusAndSeverityThatCountHere(int sample) {
        List<ControlResult> controls = SafSamples.controls(sample);
        Map<String, String> mine = new HashMap<>();
        ControlResult.overTargets(controls).forEach((id, status) -> mine.put(id, word(status)));
        controls.forEach(control -> mine.computeIfPresent(
                control.id(),
                (id, word) -> word.contains("/")
                        ? word
                        : word + "/" + control.severity().name().toLowerCase(Locale.ROOT)));
        Map<String, String> theirs = new HashMap<>();
        RECORDED.get(sample)
                .get("statuses")
                .properties()
                .forEach(control ->
                        theirs.put(control.getKey(), control.getValue().asText()));
        assertThat(mine).isEqualTo(theirs);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theComplianceIsTheOneOfSaf(int sample) {
        assertThat(Compliance.of(SafSamples.controls(sample)).orElse(0))
                .isEqualTo(RECORDED.get(sample).get("compliance").asInt());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aThresholdFileIsMetWhereSafPasses(int sample) throws ScanException {
        List<ControlResult> controls = SafSamples.controls(sample);
        ThresholdFile file = ThresholdFile.read(SafSamples.thresholds(sample), "The sample");
        List<Criterion> criteria = GateFacts.of(controls).judge(file.thresholds(), List.of());
        assertThat(criteria)
                .as("all of them, not only the first that is missed")
                .hasSameSizeAs(file.thresholds());
        boolean met = criteria.stream().allMatch(Criterion::met);
        boolean theirs = RECORDED.get(sample).get("thresholdsMet").asBoolean();
        if (Compliance.of(controls).isPresent()) {
            assertThat(met).as("%s: %s", file.thresholds(), criteria).isEqualTo(theirs);
        } else {
            assertThat(!met || theirs)
                    .as("what was not looked at is never met more often")
                    .isTrue();
        }
    }

    @Test
    void theRecordHasBothAnswers() {
        assertThat(RECORDED).hasSize(SafSamples.COUNT);
        assertThat(IntStream.range(0, SafSamples.COUNT)
                        .filter(sample ->
                                RECORDED.get(sample).get("thresholdsMet").asBoolean())
                        .count())
                .isBetween(50L, 190L);
    }

    private static String word(Status status) {
        return switch (status) {
            case PASSED -> "Passed";
            case FAILED -> "Failed";
            case NOT_REVIEWED -> "Not Reviewed";
            case NOT_APPLICABLE -> "Not Applicable";
            case ERROR -> "Profile Error";
        };
    }

    private static ArrayNode shape(JsonNode hdf) {
        ArrayNode shape = new ObjectMapper().createArrayNode();
        for (JsonNode control : hdf.at("/profiles/0/controls")) {
            ObjectNode one = shape.addObject();
            one.set("id", control.get("id"));
            double impact = control.get("impact").asDouble();
            if (impact == Math.rint(impact)) {
                one.put("impact", (int) impact);
            } else {
                one.put("impact", impact);
            }
            one.set("severity", control.at("/tags/severity"));
            ArrayNode results = one.putArray("results");
            control.get("results").forEach(result -> results.add(result.get("status")));
        }
        return shape;
    }

    private static JsonNode recorded() {
        try (var file = SafTest.class.getResourceAsStream("saf-results.json")) {
            return new ObjectMapper().readTree(file).get("results");
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
