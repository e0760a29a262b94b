package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Risk;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Classification;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Block;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a person should do next, the most urgent first, gathered from all parts of the report. */
final class ToDoChapter {
    /** Findings that are named here; the section of findings has all. */
    private static final int MOST_FINDINGS = 10;

    /** Passed over because somebody wanted it so, or because nothing ran there. */
    private static final Set<PassedOver.Reason> INTENDED = EnumSet.of(
            PassedOver.Reason.NOT_CHOSEN,
            PassedOver.Reason.NOT_DEFAULT,
            PassedOver.Reason.OPTED_OUT,
            PassedOver.Reason.COMPLETED,
            PassedOver.Reason.BEING_DELETED);

    private ToDoChapter() {}

    static Optional<Section> section(ScanReport report) {
        List<Phrase> tasks = new ArrayList<>();
        report.targets().forEach(target -> ofTarget(target, tasks));
        ofPassedOver(report.passedOver(), tasks);
        ofSlots(report, tasks);
        ofFindings(report, tasks);
        List<Risk> risks = report.risk().risks();
        tasks.addAll(ofRisks(risks.stream().filter(ToDoChapter::isOpen)));
        List<Phrase> standing = new ArrayList<>(ofRisks(risks.stream().filter(risk -> !isOpen(risk))));
        ofApproach(report.targets(), standing);
        return Optional.of(Section.of(
                "todo",
                "What to do",
                tasks.isEmpty() ? Block.paragraph("This run asks for nothing.") : items(true, tasks),
                Block.paragraph("With every scan of this kind:"),
                items(false, standing)));
    }

    private static Block items(boolean ordered, List<Phrase> phrases) {
        return new Block.Items(ordered, phrases.stream().limit(Page.MOST_ROWS).toList(), phrases.size());
    }

    private static boolean isOpen(Risk risk) {
        return risk.state() == State.NOT_MET;
    }

    private static void ofTarget(TargetReport target, List<Phrase> tasks) {
        String key = target.target().key();
        target.debugContainer()
                .filter(debug -> !debug.terminated())
                .ifPresent(debug -> tasks.add(Phrase.of("Make sure that the debug container ")
                        .code(debug.name())
                        .text(" of ")
                        .code(key)
                        .text(" has ended: it was not seen to, as of " + Words.time(debug.asOf()) + ". ")
                        .mark("S-8")));
        if (!target.complete() && target.basis() != TargetReport.Basis.ASSUMED) {
            tasks.add(TargetChapter.outcome(target).text(" ").code(key).text(": " + TargetChapter.missing(target)));
        }
        List<String> unknown = target.pod().unknownEphemeralContainers();
        if (!unknown.isEmpty()) {
            tasks.add(Phrase.of(
                            "Find out who attached " + Words.count(unknown.size(), "other debug container") + " to ")
                    .code(target.target().namespace() + "/" + target.target().pod())
                    .text(". ")
                    .mark("S-25"));
        }
    }

    /** Two risks may ask for the same: it is said once, with both numbers. */
    private static List<Phrase> ofRisks(Stream<Risk> risks) {
        Map<String, Phrase> byAdvice = new LinkedHashMap<>();
        risks.filter(risk -> !risk.advice().isBlank())
                .forEach(risk -> byAdvice.merge(
                        risk.advice(),
                        Phrase.of(risk.advice()).text(" ").mark(risk.id()),
                        (said, again) -> said.text(", ").mark(risk.id())));
        return List.copyOf(byAdvice.values());
    }

    /** A pod takes no debug container after its tenth, and says so too late. */
    private static void ofSlots(ScanReport report, List<Phrase> tasks) {
        List<String> pods = report.targets().stream()
                .filter(target ->
                        target.slotsLeft().isPresent() && target.slotsLeft().getAsInt() <= PodFacts.FEW_SLOTS)
                .map(target ->
                        target.target().namespace() + "/" + target.target().pod())
                .distinct()
                .toList();
        if (!pods.isEmpty()) {
            tasks.add(Phrase.of("Restart the workloads of ")
                    .and(Phrase.names(pods, ""))
                    .text(
                            " (kubectl rollout restart): at most " + PodFacts.FEW_SLOTS + " of "
                                    + PodFacts.MOST_EPHEMERAL_CONTAINERS
                                    + " places for debug containers are left in the pod, and they come back only with a new one. ")
                    .mark("S-38"));
        }
    }

    private static void ofFindings(ScanReport report, List<Phrase> tasks) {
        SubjectTargets targets = SubjectTargets.of(report);
        List<Finding> urgent = report.findings().stream()
                .filter(f -> f.severity() == Severity.CRITICAL || f.severity() == Severity.HIGH)
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .toList();
        urgent.stream()
                .limit(MOST_FINDINGS)
                .forEach(f -> tasks.add(Words.of(f.severity())
                        .text(" " + f.title() + ": ")
                        .code(targets.words(f))
                        .text(": " + f.text())));
        if (urgent.size() > MOST_FINDINGS) {
            tasks.add(Phrase.of("See ")
                    .link("findings", "the findings")
                    .text(" for " + Words.number(urgent.size() - MOST_FINDINGS)
                            + " more of severity high or critical."));
        }
    }

    private static void ofPassedOver(List<PassedOver> passedOver, List<Phrase> tasks) {
        Map<PassedOver.Reason, List<PassedOver>> byReason = new EnumMap<>(PassedOver.Reason.class);
        passedOver.stream()
                .filter(p -> !INTENDED.contains(p.reason()))
                .forEach(p -> byReason.computeIfAbsent(p.reason(), reason -> new ArrayList<>())
                        .add(p));
        byReason.forEach((reason, all) ->
                tasks.add(Phrase.of("Nothing was attached to " + Words.number(all.size()) + " of those chosen ("
                                + Words.word(reason) + "). " + all.get(0).text() + " ")
                        .link("passed-over", "Passed over")));
    }

    /** The seed page calls the approach an interim one (S-35): say when a safer one would do. */
    private static void ofApproach(List<TargetReport> targets, List<Phrase> tasks) {
        List<String> withShell = targets.stream()
                .filter(t ->
                        t.classification() == Classification.STANDARD || t.classification() == Classification.MINIMAL)
                .map(t -> t.target().key())
                .toList();
        if (!withShell.isEmpty()) {
            tasks.add(Phrase.of("Scan without a debug container what does not need one, at a lower risk: ")
                    .and(Phrase.names(withShell, ""))
                    .text(". ")
                    .mark("S-3"));
        }
        tasks.add(Phrase.of(
                        "Treat this approach as an interim one: move to scanning that attaches nothing as soon as the "
                                + "images allow it. ")
                .mark("S-35"));
    }
}
