package io.jenkins.plugins.distrolessscan.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A slip in the analysis' file is told by its name and printed nowhere. */
class PageCheckTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static SecurityAnalysis changed(Consumer<ObjectNode> change) {
        try (InputStream in = SecurityAnalysis.class.getResourceAsStream(SecurityAnalysis.RESOURCE)) {
            ObjectNode page = (ObjectNode) JSON.readTree(in);
            change.accept(page);
            return JSON.treeToValue(page, SecurityAnalysis.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void isFault(Consumer<ObjectNode> change, String fault) {
        assertThatThrownBy(() -> PageCheck.checked(changed(change)))
                .as(fault)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("debug-container.json: ")
                .hasMessageContaining(fault);
    }

    @Test
    void theFileAsItIsHasNoFault() {
        SecurityAnalysis page = changed(same -> {});
        assertThat(PageCheck.checked(page)).isSameAs(page);
    }

    @ParameterizedTest
    @CsvSource({
        "characteristics,5 characteristics expected, 4 found",
        "risks,9 risks expected, 8 found",
        "scenarios,3 scenarios expected, 2 found",
        "enterprise,5 enterprise considerations expected, 4 found",
        "statements,10 statements expected, 9 found",
        "limits,7 limits expected, 6 found"
    })
    void aListThatIsTooShortIsNamed(String list, String expected, String found) {
        isFault(page -> ((ArrayNode) page.path(list)).remove(0), expected + ", " + found);
    }

    @Test
    void aMitigationThatIsMissingIsNamedWithItsScenario() {
        isFault(
                page -> ((ArrayNode) page.path("scenarios").get(1).path("mitigations")).remove(0),
                "4 mitigations of S-22 expected, 3 found");
    }

    @Test
    void theMatrixIsWholeAndDoesNotFall() {
        isFault(page -> row(page, "Low").remove("High"), "Low x High is missing from the matrix");
        isFault(page -> row(page, "Very High").remove("Very High"), "Very High x Very High is missing");
        isFault(page -> row(page, "Very Low").remove("Very Low"), "Very Low x Very Low is missing");
        isFault(page -> row(page, "Very Low").put("Very High", "CRITICAL"), "Low x Very High falls with likelihood");
        isFault(page -> row(page, "Very High").put("Very Low", "CRITICAL"), "Very High x Low falls with impact");
    }

    private static ObjectNode row(ObjectNode page, String likelihood) {
        return (ObjectNode) page.path("matrix").path(likelihood);
    }

    @Test
    void theLevelsOfTheRisksAreThoseOfTheAnalysis() {
        isFault(
                page -> ((ObjectNode) page.path("risks").get(0)).put("likelihood", "Sometimes"),
                "9 risks in the matrix expected, 8 found");
        isFault(
                page -> page.path("risks")
                        .forEach(risk -> ((ObjectNode) risk)
                                .put("likelihood", "Very High")
                                .put("impact", "Very High")),
                "8 risks of level Medium expected, 0 found; 1 risks of level Low expected, 0 found");
    }

    @Test
    void anIdIsThereOnceAndTheComparisonKnowsIt() {
        isFault(page -> ((ObjectNode) page.path("limits").get(0)).put("id", "S-4"), "S-4 occurs twice");
        isFault(
                page -> ((ObjectNode) page.path("comparison").get(0)).put("id", "S-99"),
                "the comparison names S-99, which is no item");
    }
}
