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
 * @param comparison this approach beside the Kubernetes API and the sidecar approach, with this run's value
 * @param compliance what the page's authors claim for compliance frameworks: a claim, not a certificate
 * @param overall S-30
 */
public record RiskAssessment(
        List<Characteristic> characteristics,
        List<Risk> risks,
        List<Scenario> scenarios,
        List<Consideration> enterprise,
        List<Statement> statements,
        List<Limit> limits,
        List<Comparison> comparison,
        List<Alignment> compliance,
        Overall overall) {
    public RiskAssessment {
        characteristics = List.copyOf(characteristics);
        risks = List.copyOf(risks);
        scenarios = List.copyOf(scenarios);
        enterprise = List.copyOf(enterprise);
        statements = List.copyOf(statements);
        limits = List.copyOf(limits);
        comparison = List.copyOf(comparison);
        compliance = List.copyOf(compliance);
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

    /**
     * One row of the comparison of approaches (S-19, S-20), in words.
     *
     * @param id the factor, risk or scenario that the row belongs to; empty for one that this approach does not have
     * @param subject what is compared
     * @param kubernetesApi the page's value for scanning by exec through the Kubernetes API, empty if it has none
     * @param debugContainer the page's value for this approach, empty if it has none
     * @param thisRun this run's value for this approach, empty if it has none
     * @param sidecar the page's value for a sidecar container, empty if it has none
     */
    public record Comparison(
            String id, String subject, String kubernetesApi, String debugContainer, String thisRun, String sidecar) {}

    /**
     * One row of the mapping to compliance frameworks.
     *
     * @param framework the framework, such as {@code CIS Kubernetes Benchmark}
     * @param reference sections or rule numbers, as the source prints them
     * @param claim what is claimed for the debug container approach
     * @param note what a reader should know before using it
     */
    public record Alignment(String framework, String reference, String claim, String note) {}

    /** The profile as a whole. */
    public record Overall(Level baseline, Level level, String text) {}
}
