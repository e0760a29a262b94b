package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;

/**
 * The security analysis of the debug container approach, filled with this run's evidence (S-4 to S-44).
 *
 * @param characteristics the five factors
 * @param risks the nine risks
 * @param scenarios the three scenarios
 * @param enterprise the five considerations
 * @param statements the comparison and conclusion statements, S-19, S-20, S-30 to S-37
 * @param limits what the page promises and Kubernetes cannot keep, S-38 to S-44: in every report
 * @param overall S-30
 */
public record RiskAssessment(
        List<Characteristic> characteristics,
        List<Risk> risks,
        List<Scenario> scenarios,
        List<Consideration> enterprise,
        List<Statement> statements,
        List<Limit> limits,
        Overall overall) {
    public RiskAssessment {
        characteristics = List.copyOf(characteristics);
        risks = List.copyOf(risks);
        scenarios = List.copyOf(scenarios);
        enterprise = List.copyOf(enterprise);
        statements = List.copyOf(statements);
        limits = List.copyOf(limits);
    }

    /** The words that the analysis rates a factor with; green, green, orange, red. */
    public enum Rating {
        NONE("None"),
        MINIMAL("Minimal"),
        MODERATE("Moderate"),
        HIGH("High");

        private final String word;

        Rating(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** One factor: the page's rating, this run's (never better), why, the state of what keeps it there, and the facts. */
    public record Characteristic(
            String id,
            String name,
            Rating baseline,
            Rating rating,
            String description,
            State state,
            List<Fact> evidence) {}

    /** One risk: likelihood and impact in words, their level by the matrix, the mitigation's state, the residual level. */
    public record Risk(
            String id,
            String group,
            String name,
            String likelihood,
            String impact,
            Level inherent,
            String mitigation,
            State state,
            Level residual,
            List<Fact> evidence,
            String advice) {}

    /** One scenario with its mitigations; residual is the page's value, one step worse per mitigation NOT_MET. */
    public record Scenario(
            String id,
            String name,
            String risk,
            Level baseline,
            Level residual,
            String reason,
            List<Mitigation> mitigations) {}

    /** One mitigation of a scenario. */
    public record Mitigation(String id, String name, State state, List<Fact> evidence) {}

    /** One enterprise consideration. */
    public record Consideration(String id, String name, String text, State state, List<Fact> evidence) {}

    /** A statement of the page with what this run can say to it. */
    public record Statement(String id, String name, String text, State state, List<Fact> evidence) {}

    /** An honest limit. */
    public record Limit(String id, String claim, String truth) {}

    /** The profile as a whole. */
    public record Overall(Level baseline, Level level, String text) {}
}
