package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.assess.Reduction.FoundSubject;
import io.jenkins.plugins.distrolessscan.engine.control.Findings;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
import io.jenkins.plugins.distrolessscan.engine.model.Subject.Deviation;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The subjects of a scan when all targets are in, with their control results and findings. A finding stands once for each
 * workload, because that is what somebody mends.
 */
record Subjects(List<Subject> subjects, List<ControlResult> controls, List<Finding> findings) {
    /** The rule of findings about containers of one image in which not the same was found. */
    static final String REPLICA_DIFFERS = "replica-differs";

    static Subjects of(Reduction reduction) {
        Map<String, FoundSubject> usual = usual(reduction);
        List<Subject> subjects = new ArrayList<>();
        List<ControlResult> controls = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (FoundSubject found : reduction.subjects()) {
            FoundSubject most = usual.get(image(found));
            Optional<Deviation> difference = found == most ? Optional.empty() : Optional.of(difference(found, most));
            subjects.add(new Subject(
                    found.id(),
                    found.image(),
                    found.architecture(),
                    found.classification(),
                    found.targets().size(),
                    found.packages(),
                    found.coverage(),
                    difference));
            controls.addAll(found.controls());
            for (Workload workload : workloads(found, reduction.targets())) {
                findings.addAll(Findings.of(found.controls(), workload));
                difference
                        .filter(d -> isFinding(found, most, d))
                        .ifPresent(d -> findings.add(differs(
                                found,
                                words(found, reduction.targets()) + " and " + words(most, reduction.targets()),
                                d,
                                workload)));
            }
        }
        return new Subjects(subjects, controls, findings);
    }

    private static String image(FoundSubject found) {
        return found.image().substring(found.image().lastIndexOf('@') + 1) + " " + found.architecture();
    }

    /** Of each image the subject that most of its targets are; of several the one that was found first. */
    private static Map<String, FoundSubject> usual(Reduction reduction) {
        Map<String, FoundSubject> usual = new HashMap<>();
        for (FoundSubject found : reduction.subjects()) {
            usual.merge(
                    image(found),
                    found,
                    (first, other) -> other.targets().size() > first.targets().size() ? other : first);
        }
        return usual;
    }

    /** All were compared with the first of their image; the first one itself is compared with the usual one. */
    private static Deviation difference(FoundSubject found, FoundSubject usual) {
        boolean first = found.difference().from().equals(found.id());
        Deviation seen = first ? usual.difference() : found.difference();
        return first ? new Deviation(usual.id(), seen.paths(), seen.more()) : seen;
    }

    private static TreeSet<Workload> workloads(FoundSubject found, List<TargetReport> targets) {
        TreeSet<Workload> workloads = new TreeSet<>();
        found.targets()
                .forEach(index -> workloads.add(Workload.of(targets.get(index).target())));
        return workloads;
    }

    /** Evidence that is not whole lacks something, and another security context is no change of what is in a container. */
    private static boolean isFinding(FoundSubject found, FoundSubject usual, Deviation difference) {
        boolean other = !difference.paths().isEmpty() || found.content() != usual.content();
        return other && found.whole() && usual.whole();
    }

    /** The first of a subject's targets, by name, and how many more there are. */
    private static String words(FoundSubject found, List<TargetReport> targets) {
        int more = found.targets().size() - 1;
        return targets.get(found.targets().get(0)).target().key() + (more > 0 ? " (and " + more + " like it)" : "");
    }

    /** @param both the targets that differ, in words: nobody can tell of two which is as the image was */
    private static Finding differs(FoundSubject found, String both, Deviation difference, Workload workload) {
        String paths = String.join(", ", difference.paths())
                + (difference.more() > 0 ? " and " + difference.more() + " more" : "");
        return new Finding(
                Findings.id(REPLICA_DIFFERS, workload, ""),
                REPLICA_DIFFERS,
                Severity.MEDIUM,
                "Not the same as other containers of its image",
                (paths.isEmpty()
                                ? "Packages differ between " + both + ", which have the same image"
                                : "Code files differ between " + both + ", which have the same image: " + paths)
                        + ". Find out what changed it after its start, and replace its pod.",
                found.id(),
                workload.key(),
                difference.paths().isEmpty() ? "" : difference.paths().get(0));
    }
}
