package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.report.SubjectTargets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One finding as the terminal shows it.
 *
 * @param severity how bad
 * @param what what was found
 * @param where the container, and the path below its root
 * @param loaded whether a process has it loaded, in a word; empty where that does not apply
 * @param fixedIn the version that mends it; empty where that does not apply
 */
record FindingRow(Severity severity, String what, String where, String loaded, String fixedIn) {
    /** Unknown is a severity of its own: what could be anything is not the last to be read. */
    private static final List<Severity> WORST_FIRST =
            List.of(Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.UNKNOWN, Severity.LOW, Severity.NONE);

    /** The findings and vulnerabilities of a report, the worst first; those that a statement answers are left out. */
    static List<FindingRow> of(ScanReport report) {
        SubjectTargets targets = SubjectTargets.of(report);
        Stream<FindingRow> vulnerabilities = report.vulnerabilities().stream()
                .filter(found -> found.suppressed().isEmpty())
                .map(found -> new FindingRow(
                        found.severity(),
                        found.vulnerability() + " " + found.name() + " " + found.version(),
                        targets.words(found.subject())
                                + (found.locations().isEmpty()
                                        ? ""
                                        : ": " + found.locations().get(0)),
                        found.loaded().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        found.fixedVersion()));
        Stream<FindingRow> findings = report.findings().stream()
                .map(finding -> new FindingRow(
                        finding.severity(),
                        finding.title(),
                        targets.words(finding) + (finding.location().isEmpty() ? "" : ": " + finding.location()),
                        "",
                        ""));
        return Stream.concat(vulnerabilities, findings)
                .sorted(Comparator.comparingInt(row -> WORST_FIRST.indexOf(row.severity())))
                .toList();
    }
}
