package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.LookupInfo;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Overall;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Judged;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Result;
import io.jenkins.plugins.distrolessscan.engine.model.VulnerabilityCount;
import io.jenkins.plugins.distrolessscan.engine.report.CriterionWords;
import io.jenkins.plugins.distrolessscan.engine.report.DifferenceWords;
import io.jenkins.plugins.distrolessscan.engine.report.WaiverWords;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** The verdict and why, the numbers, the method's own risk: a line {@code KEY: VALUE} for each. */
final class Summary {
    private final ScanReport report;
    private final Ansi colours;

    Summary(ScanReport report, Ansi colours) {
        this.report = report;
        this.colours = colours;
    }

    /** @param files where the report is, in words */
    String lines(String files) {
        List<String> lines = new ArrayList<>();
        Verdict verdict = report.verdict();
        lines.add("verdict: " + coloured(verdict.result().name(), colour(verdict.result())) + cause(verdict)
                + (verdict.result() == Result.PASSED && !report.lookup().lookedUp()
                        ? " (vulnerabilities not looked up)"
                        : ""));
        verdict.criteria().stream()
                .filter(Criterion::configured)
                .forEach(gate -> lines.add("gate: " + PlainText.line(CriterionWords.line(gate))));
        verdict.reasons().forEach(reason -> lines.add("reason: " + PlainText.line(reason)));
        if (!report.difference().reference().name().isEmpty()) {
            DifferenceWords.lines(report.difference())
                    .forEach(line -> lines.add("difference: " + PlainText.line(line)));
        }
        WaiverWords.lines(report.waivers()).forEach(line -> lines.add("waiver: " + PlainText.line(line)));
        lines.add("compliance: "
                + (verdict.compliance().isPresent() ? verdict.compliance().getAsInt() + " %" : "not evaluated"));
        lines.add("coverage: " + report.coverage().scanned() + " of "
                + report.coverage().chosen() + " containers ("
                + report.coverage().percent() + " %)"
                + (report.coverage().assumed().orElse(0) == 0
                        ? ""
                        : ", " + report.coverage().assumed().getAsInt() + " assumed"));
        report.passedOver().stream()
                .filter(passed -> verdict.reasons().stream().noneMatch(reason -> reason.contains(passed.key())))
                .forEach(passed -> lines.add("passed over: " + PlainText.line(passed.key() + ": " + passed.text())));
        lines.add("packages: " + report.inventory().size());
        lines.add("findings: " + report.findings().size());
        lines.add("vulnerabilities: " + vulnerabilities(report));
        report.slotsLeft()
                .ifPresent(left -> lines.add(
                        "places left: " + left + " of " + PodFacts.MOST_EPHEMERAL_CONTAINERS + " in the fullest pod"));
        Overall overall = report.risk().overall();
        lines.add("risk of the method: " + coloured(overall.level().word(), colour(overall.level())) + ". "
                + PlainText.line(overall.text()));
        lines.add("report: " + PlainText.line(files));
        return String.join("\n", lines) + "\n";
    }

    private static String vulnerabilities(ScanReport report) {
        LookupInfo lookup = report.lookup();
        if (!lookup.lookedUp()) {
            return "not looked up ("
                    + (lookup.message().isEmpty() ? "no data: name it with --data" : PlainText.line(lookup.message()))
                    + ")";
        }
        VulnerabilityCount count = VulnerabilityCount.of(report.vulnerabilities());
        int notJudged =
                lookup.notJudged().stream().mapToInt(LookupInfo.Unjudged::count).sum();
        return count.total() + " (" + count.of(Severity.CRITICAL) + " critical, " + count.of(Severity.HIGH) + " high, "
                + count.of(Severity.UNKNOWN) + " unknown, " + count.of(Severity.MEDIUM) + " medium, "
                + count.of(Severity.LOW)
                + " low; " + count.malicious() + " malicious, " + count.exploited() + " known exploited, "
                + count.fixable()
                + " fixable; " + count.of(LoadedState.LOADED) + " loaded, " + count.of(LoadedState.OPENED) + " opened, "
                + count.of(LoadedState.CANNOT_TELL) + " cannot tell, " + count.of(LoadedState.NOT_SEEN_LOADED)
                + " not seen loaded), " + count.unimportant() + " unimportant, " + notJudged + " packages not judged"
                + (lookup.message().isEmpty() ? "" : "; " + PlainText.line(lookup.message()));
    }

    private static String cause(Verdict verdict) {
        return verdict.result() == Result.PASSED && verdict.judged() == Judged.ONLY_COMPLETENESS
                ? " (no gate configured: only completeness was judged)"
                : "";
    }

    private String coloured(String word, String colour) {
        return colours.enabled() ? Style.on(Style.parse(colour)) + word + Style.off(Style.parse(colour)) : word;
    }

    private static String colour(Result result) {
        return switch (result) {
            case PASSED -> "green";
            case FAILED -> "red";
            case INCOMPLETE -> "yellow";
        };
    }

    private static String colour(Level level) {
        return switch (level) {
            case MINIMAL, LOW -> "green";
            case MEDIUM -> "yellow";
            case HIGH, CRITICAL -> "red";
        };
    }
}
