package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Characteristic;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Consideration;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Mitigation;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Overall;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Rating;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Risk;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Scenario;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The profile as a whole, S-30: the worst of all ratings and residual risks, never better than the page's. */
final class Profile {
    private Profile() {}

    static Overall overall(
            Level baseline,
            List<Characteristic> characteristics,
            List<Risk> risks,
            List<Scenario> scenarios,
            List<Consideration> enterprise) {
        List<Part> parts = new ArrayList<>();
        characteristics.forEach(factor -> parts.add(new Part(factor.id(), factor.name(), level(factor.rating()))));
        risks.forEach(risk -> parts.add(new Part(risk.id(), risk.name(), risk.residual())));
        scenarios.forEach(scenario -> parts.add(new Part(scenario.id(), scenario.name(), scenario.residual())));
        Level worst = parts.stream()
                .map(Part::level)
                .filter(level -> level.compareTo(baseline) > 0)
                .max(Comparator.naturalOrder())
                .orElse(baseline);
        List<String> carrying = parts.stream()
                .filter(part -> part.level() == worst)
                .map(part -> part.name() + " (" + part.id() + ")")
                .toList();
        String text = worst == baseline
                ? "The analysis calls the approach a moderate risk, and no rating or residual risk of this run is worse."
                : "The analysis calls the approach a moderate risk; this run is " + worst.word() + " because of "
                        + FactWords.list(carrying) + ".";
        List<State> states = Stream.of(
                        characteristics.stream().map(Characteristic::state),
                        risks.stream().map(Risk::state),
                        scenarios.stream()
                                .flatMap(scenario ->
                                        scenario.mitigations().stream().map(Mitigation::state)),
                        enterprise.stream().map(Consideration::state))
                .flatMap(family -> family)
                .toList();
        return new Overall(baseline, worst, text + " " + tally(states));
    }

    private static String tally(List<State> states) {
        long held = count(states, State.VERIFIED) + count(states, State.ENFORCED);
        return "Of " + states.size() + " promises of the method " + held + " are verified or enforced, "
                + count(states, State.OBSERVED) + " observed, " + count(states, State.NOT_VERIFIABLE)
                + " not verifiable and " + count(states, State.NOT_MET) + " not met.";
    }

    private static long count(List<State> states, State state) {
        return states.stream().filter(state::equals).count();
    }

    /** What the run says to the statement that the profile is moderate. */
    static Judgement judge(Overall overall) {
        return Judgement.of(
                overall.level() == overall.baseline() ? State.OBSERVED : State.NOT_MET, Fact.client(overall.text()));
    }

    /** A factor's rating on the scale of the levels. */
    static Level level(Rating rating) {
        return switch (rating) {
            case NONE -> Level.MINIMAL;
            case MINIMAL -> Level.LOW;
            case MODERATE -> Level.MEDIUM;
            case HIGH -> Level.HIGH;
        };
    }

    private record Part(String id, String name, Level level) {}
}
