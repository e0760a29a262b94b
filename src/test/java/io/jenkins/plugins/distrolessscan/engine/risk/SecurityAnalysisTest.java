package io.jenkins.plugins.distrolessscan.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Rating;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecurityAnalysisTest {
    private final SecurityAnalysis page = SecurityAnalysis.load();

    @Test
    void theAnalysisIsWhole() {
        assertThat(PageCheck.checked(page)).isSameAs(page);
    }

    @Test
    void theFactorsHaveThePagesRatings() {
        assertThat(page.characteristics())
                .extracting(SecurityAnalysis.Factor::rating)
                .containsExactly(Rating.MODERATE, Rating.MODERATE, Rating.MINIMAL, Rating.MODERATE, Rating.NONE);
    }

    @Test
    void theMatrixGivesEightRisksMediumAndOneLow() {
        assertThat(page.risks())
                .filteredOn(risk -> page.level(risk.likelihood(), risk.impact()).orElseThrow() == Level.MEDIUM)
                .hasSize(8);
        assertThat(page.risks())
                .filteredOn(risk -> page.level(risk.likelihood(), risk.impact()).orElseThrow() == Level.LOW)
                .extracting(SecurityAnalysis.RiskRow::id)
                .containsExactly("S-12");
    }

    @Test
    void theScenariosHaveThePagesResiduals() {
        assertThat(page.scenarios())
                .extracting(SecurityAnalysis.ScenarioRow::residual)
                .containsExactly(Level.LOW, Level.MEDIUM, Level.MEDIUM);
    }

    @Test
    void aMissingOrDoubledItemIsNotPrintedAsTheAnalysis() {
        List<SecurityAnalysis.RiskRow> eight = page.risks().subList(1, 9);
        List<SecurityAnalysis.RiskRow> doubled = new java.util.ArrayList<>(eight);
        doubled.add(page.risks().get(5));
        assertThatThrownBy(() -> PageCheck.checked(with(eight)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("9 risks expected, 8 found");
        assertThatThrownBy(() -> PageCheck.checked(with(doubled)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("S-15 occurs twice");
    }

    private SecurityAnalysis with(List<SecurityAnalysis.RiskRow> risks) {
        return new SecurityAnalysis(
                page.overall(),
                page.matrix(),
                page.characteristics(),
                risks,
                page.scenarios(),
                page.enterprise(),
                page.statements(),
                page.limits(),
                page.comparison(),
                page.compliance());
    }
}
