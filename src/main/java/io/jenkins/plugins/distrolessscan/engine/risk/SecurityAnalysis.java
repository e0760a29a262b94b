package io.jenkins.plugins.distrolessscan.engine.risk;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Alignment;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Limit;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Rating;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The security analysis of the debug container approach as data: the baseline that a run is compared with. Nothing in
 * it depends on a run.
 *
 * @param overall the level of the profile as a whole, S-30
 * @param matrix likelihood, then impact, both in words, to the level
 * @param characteristics the five factors
 * @param risks the nine risks
 * @param scenarios the three scenarios
 * @param enterprise the five considerations
 * @param statements comparison and conclusion
 * @param limits where the analysis cannot be literally true
 * @param comparison the three approaches side by side
 * @param compliance what is claimed for compliance frameworks
 */
record SecurityAnalysis(
        Level overall,
        Map<String, Map<String, Level>> matrix,
        List<Factor> characteristics,
        List<RiskRow> risks,
        List<ScenarioRow> scenarios,
        List<Item> enterprise,
        List<Item> statements,
        List<Limit> limits,
        List<ComparisonRow> comparison,
        List<Alignment> compliance) {
    static final String RESOURCE = "debug-container.json";

    SecurityAnalysis {
        matrix = Map.copyOf(matrix);
        characteristics = List.copyOf(characteristics);
        risks = List.copyOf(risks);
        scenarios = List.copyOf(scenarios);
        enterprise = List.copyOf(enterprise);
        statements = List.copyOf(statements);
        limits = List.copyOf(limits);
        comparison = List.copyOf(comparison);
        compliance = List.copyOf(compliance);
    }

    /** A factor and the rating that the analysis gives it. */
    record Factor(String id, String name, Rating rating, String description) {}

    /** A risk; {@code advice} is the next step when nothing particular was found. */
    record RiskRow(
            String id, String group, String name, String likelihood, String impact, String mitigation, String advice) {}

    /** A scenario with its residual risk. */
    record ScenarioRow(
            String id, String name, String risk, Level residual, String reason, List<MitigationRow> mitigations) {
        ScenarioRow {
            mitigations = List.copyOf(mitigations);
        }
    }

    /** A mitigation of a scenario. */
    record MitigationRow(String id, String name) {}

    /** A consideration or a statement. */
    record Item(String id, String name, String text) {}

    /** A row of the comparison; {@code id} is empty where this approach has no such row. */
    record ComparisonRow(String id, String subject, String kubernetesApi, String debugContainer, String sidecar) {}

    /**
     * Reads the analysis that the engine carries.
     *
     * @throws IllegalStateException when the resource is missing or malformed: a broken build
     */
    static SecurityAnalysis load() {
        try (InputStream in = SecurityAnalysis.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not beside " + SecurityAnalysis.class.getName());
            }
            return JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(
                            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readValue(in, SecurityAnalysis.class);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }

    /** The level of a likelihood and an impact, both in the analysis' words; empty for other words. */
    Optional<Level> level(String likelihood, String impact) {
        return Optional.ofNullable(matrix.get(likelihood)).map(row -> row.get(impact));
    }

    /** Every item that a run has a state for, in the page's order. */
    Stream<Item> named() {
        return Stream.of(
                        characteristics.stream().map(f -> new Item(f.id(), f.name(), f.description())),
                        risks.stream().map(r -> new Item(r.id(), r.name(), r.mitigation())),
                        scenarios.stream()
                                .flatMap(s -> Stream.concat(
                                        Stream.of(new Item(s.id(), s.name(), s.risk())),
                                        s.mitigations().stream().map(m -> new Item(m.id(), m.name(), "")))),
                        enterprise.stream(),
                        statements.stream())
                .flatMap(items -> items);
    }
}
