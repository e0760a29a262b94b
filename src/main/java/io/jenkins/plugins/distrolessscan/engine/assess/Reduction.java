package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.assess.CodeFiles.CodeFile;
import io.jenkins.plugins.distrolessscan.engine.assess.TargetReading.Read;
import io.jenkins.plugins.distrolessscan.engine.control.ControlInput;
import io.jenkins.plugins.distrolessscan.engine.gate.WaivedControls;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
import io.jenkins.plugins.distrolessscan.engine.model.Subject.Deviation;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is kept of observations that are taken in one at a time: the evidence of each is opened, reduced to what was found
 * and to a summary of its target, and dropped. So the memory that it needs grows with what was found, and not with how often.
 * Not for several threads.
 */
public final class Reduction {
    private final Stages stages;
    private final int most;
    private final List<Observation> observations = new ArrayList<>();
    private final List<TargetReport> targets = new ArrayList<>();
    /** Nothing was attached to them; what is in them is known only when all others are in. */
    private final List<Observation> assumed = new ArrayList<>();

    private final Map<String, FoundSubject> subjects = new LinkedHashMap<>();
    private final Map<PackageItem, List<String>> packages = new LinkedHashMap<>();
    /** The code of the first subject of each image, with which the others are compared. */
    private final Map<String, ImageCode> images = new HashMap<>();
    /** Equal parts of targets, each once. */
    private final Map<Object, Object> shared = new HashMap<>();

    /** @param most different packages that are kept of all targets together */
    Reduction(Stages stages, int most) {
        this.stages = stages;
        this.most = most;
    }

    /**
     * A subject while targets of it are still coming.
     *
     * @param whole nothing of its evidence is missing
     * @param packages how many it has
     * @param content hash of all its packages
     * @param coverage how far those are all
     * @param difference from the first subject of its image; no paths for that one
     * @param targets how many there are of it, by index in {@link #targets()}
     */
    record FoundSubject(
            String id,
            String image,
            String architecture,
            TargetReport.Classification classification,
            boolean whole,
            int packages,
            int content,
            InventoryCoverage coverage,
            List<ControlResult> controls,
            Deviation difference,
            List<Integer> targets) {}

    /** Takes an observation in and forgets its evidence. */
    public void add(Observation observation) {
        if (observation.outcome() == Outcome.ASSUMED) {
            assumed.add(observation.withoutEvidence());
            return;
        }
        Read read = new TargetReading(stages.inventory(), shared).of(observation);
        observations.add(observation.withoutEvidence());
        targets.add(read.evidence()
                .map(evidence -> found(observation, read, evidence))
                .orElse(read.report()));
    }

    private TargetReport found(Observation observation, Read read, Evidence evidence) {
        List<ControlResult> results =
                stages.controls().of(new ControlInput(evidence, observation.pod(), observation.target(), read.tree()));
        String architecture = evidence.probe().arch();
        List<CodeFile> code = CodeFiles.of(evidence);
        String id = SubjectKey.of(read.report(), architecture, read.inventory(), results, code);
        Read kept = subjects.containsKey(id) ? read : fitted(read);
        String key = kept == read ? id : SubjectKey.of(kept.report(), architecture, kept.inventory(), results, code);
        subjects.computeIfAbsent(key, same -> subject(key, observation, kept, architecture, results, code))
                .targets()
                .add(targets.size());
        return kept.report().in(key);
    }

    /** Without the packages that there is no room for any more, which the target then says. */
    private Read fitted(Read read) {
        int room = most - packages.size();
        List<PackageItem> kept = new ArrayList<>();
        for (PackageItem item : read.inventory()) {
            if (packages.containsKey(item) || room-- > 0) {
                kept.add(item);
            }
        }
        return kept.size() == read.inventory().size() ? read : read.with(kept);
    }

    private FoundSubject subject(
            String id,
            Observation observation,
            Read read,
            String architecture,
            List<ControlResult> results,
            List<CodeFile> code) {
        String image = SubjectKey.image(observation.target());
        String key = image + " " + architecture;
        ImageCode first = images.computeIfAbsent(key, same -> ImageCode.of(id, code));
        Deviation difference = first.subject().equals(id)
                ? new Deviation(id, List.of(), 0)
                : CodeDifference.of(first.subject(), first.files(), code);
        read.inventory()
                .forEach(item -> packages.computeIfAbsent(item, same -> new ArrayList<>(1))
                        .add(id));
        return new FoundSubject(
                id,
                observation.target().imageId().isEmpty()
                        ? observation.target().image()
                        : observation.target().imageId(),
                architecture,
                read.report().classification(),
                read.report().gap().isEmpty(),
                read.inventory().size(),
                new HashSet<>(read.inventory()).hashCode(),
                read.coverage(),
                results.stream().map(result -> result.in(id)).toList(),
                difference,
                new ArrayList<>());
    }

    /** All others are in: takes over what is in those that nothing was attached to. */
    void settle(ScanInfo scan) {
        AssumedTargets known = new AssumedTargets(stages.assumptions(), scan, observations, targets);
        for (Observation observation : assumed) {
            AssumedTargets.Known found = known.of(observation);
            String id = found.report().subject();
            found.earlier().ifPresent(looked -> subjects.computeIfAbsent(id, same -> restored(id, looked.report())));
            if (!id.isEmpty()) {
                subjects.get(id).targets().add(targets.size());
            }
            observations.add(observation);
            targets.add(found.report());
        }
        assumed.clear();
    }

    /** A subject of an earlier report, whose code files are not known any more. */
    private FoundSubject restored(String id, ScanReport report) {
        Subject subject = report.subjects().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        List<PackageItem> items = report.inventory().stream()
                .filter(item -> item.subjects().contains(id))
                .map(InventoryItem::item)
                .toList();
        items.forEach(item ->
                packages.computeIfAbsent(item, same -> new ArrayList<>(1)).add(id));
        return new FoundSubject(
                id,
                subject.image(),
                subject.architecture(),
                subject.classification(),
                true,
                items.size(),
                new HashSet<>(items).hashCode(),
                subject.inventory(),
                report.controls().stream()
                        .filter(result -> result.subject().equals(id))
                        .map(WaivedControls::unwaived)
                        .toList(),
                subject.difference().orElse(new Deviation(id, List.of(), 0)),
                new ArrayList<>());
    }

    /** What was taken in, without evidence. */
    List<Observation> observations() {
        return List.copyOf(observations);
    }

    List<TargetReport> targets() {
        return List.copyOf(targets);
    }

    /** In the order in which they were found. */
    Collection<FoundSubject> subjects() {
        return subjects.values();
    }

    /** Each package once, with the subjects that have it. */
    List<InventoryItem> inventory() {
        return packages.entrySet().stream()
                .map(item -> InventoryItem.of(item.getKey(), item.getValue()))
                .toList();
    }
}
