package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** In which targets a subject was found, as a reader is told: the first by name, and how many there are. */
public final class SubjectTargets {
    /** Targets of a subject that are named. */
    private static final int NAMED = 3;

    private final Map<String, List<String>> bySubject = new HashMap<>();
    private final Map<String, List<String>> byWorkload = new HashMap<>();

    private SubjectTargets() {}

    /** Those of a report. */
    public static SubjectTargets of(ScanReport report) {
        SubjectTargets targets = new SubjectTargets();
        for (TargetReport target : report.targets()) {
            if (!target.subject().isEmpty()) {
                String key = target.target().key();
                String workload = Workload.of(target.target()).key();
                targets.bySubject
                        .computeIfAbsent(target.subject(), subject -> new ArrayList<>())
                        .add(key);
                targets.byWorkload
                        .computeIfAbsent(target.subject() + " " + workload, subject -> new ArrayList<>())
                        .add(key);
            }
        }
        return targets;
    }

    /** All targets of a subject. */
    List<String> all(String subject) {
        return bySubject.getOrDefault(subject, List.of());
    }

    /** "a", or "in 20 targets: a, b, c and 17 more". */
    public String words(String subject) {
        return words(all(subject), subject);
    }

    /** The targets that a finding is about, in the same words. */
    public String words(Finding finding) {
        List<String> targets = byWorkload.get(finding.subject() + " " + finding.workload());
        return targets == null ? words(finding.subject()) : words(targets, finding.subject());
    }

    /** The targets of several subjects, in the same words. */
    String words(List<String> subjects) {
        List<String> first = new ArrayList<>();
        int count = 0;
        for (String subject : subjects) {
            List<String> targets = all(subject);
            count += targets.size();
            targets.stream().limit(NAMED - first.size()).forEach(first::add);
        }
        return words(first, count, String.join(", ", subjects));
    }

    private static String words(List<String> targets, String otherwise) {
        return words(targets, targets.size(), otherwise);
    }

    private static String words(List<String> first, int count, String otherwise) {
        if (count < 2) {
            return count == 0 ? otherwise : first.get(0);
        }
        String named = String.join(", ", first.subList(0, Math.min(NAMED, first.size())));
        return "in " + Words.number(count) + " targets: " + named
                + (count > NAMED ? " and " + Words.number(count - NAMED) + " more" : "");
    }
}
