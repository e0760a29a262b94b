package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.DebugContainer;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Stream;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.TargetState;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Block;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Block.Pairs;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Pair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The facts of one target, each group as a block. */
final class TargetFacts {
    private TargetFacts() {}

    static Pairs target(TargetReport t) {
        IdentityProfile profile = IdentityProfile.of(t.identity());
        List<Pair> pairs = new ArrayList<>(List.of(
                new Pair("Image", Phrase.name(t.target().image())),
                new Pair("Resolved to", Phrase.nameOr(t.target().imageId(), "not known")),
                new Pair("Container", Phrase.nameOr(t.target().containerId(), "not started")),
                new Pair("Pod UID", Phrase.name(t.target().podUid())),
                new Pair("Node", Phrase.nameOr(t.target().node(), "not scheduled")),
                new Pair("Pod created", Phrase.of(Words.time(t.target().podCreated()))),
                new Pair("Owner", Phrase.nameOr(t.target().owner().orElse(""), "none")),
                new Pair(
                        "Class",
                        Phrase.of(Words.word(t.classification())).text(" ").mark("S-3"))));
        if (!t.classificationEvidence().isEmpty()) {
            pairs.add(new Pair("Because", Phrase.facts(t.classificationEvidence())));
        }
        pairs.add(new Pair(
                "Identity used",
                Phrase.name(t.identity().toString()).text(": " + t.identity().origin())));
        pairs.add(new Pair("Profile", Phrase.of(profile.word() + ": can read " + profile.read())));
        pairs.add(new Pair("Could write", Phrase.of(profile.write())));
        pairs.add(new Pair("Could signal", Phrase.of(profile.signal())));
        pairs.add(new Pair(
                "Could the target forge the evidence",
                Phrase.of(forgeable(t, profile)).text(" ").mark("S-44")));
        return new Pairs("The target", pairs);
    }

    /** What the probe says of itself can only make it worse: a forged frame would say that all is well. */
    private static String forgeable(TargetReport t, IdentityProfile profile) {
        if (t.probe().filter(Evidence.Probe::exposed).isPresent()) {
            return "yes: processes of the probe's user could open it";
        }
        return profile.forgeable() ? "not ruled out" : "no";
    }

    static Pairs debugContainer(DebugContainer d) {
        return Pairs.of(
                "The debug container",
                new Pair("Name", Phrase.name(d.name())),
                new Pair("Image", Phrase.name(d.image())),
                new Pair("Resolved to", Phrase.nameOr(d.imageId(), "not started")),
                new Pair("Attached", Phrase.of(Words.time(d.attached()))),
                new Pair("Started", Phrase.of(time(d.started(), "not seen to start"))),
                new Pair(
                        "Ended",
                        d.terminated()
                                ? Phrase.of(time(d.finished(), ""))
                                        .text(", ")
                                        .code(d.reason())
                                        .text(", exit code "
                                                + d.exitCode()
                                                        .map(String::valueOf)
                                                        .orElse("not known"))
                                : Phrase.tone("Not seen to have ended", Tone.BAD)),
                new Pair(
                        "Exposure window",
                        Phrase.of(
                                d.exposureSeconds().isPresent()
                                        ? Words.count(d.exposureSeconds().getAsLong(), "second")
                                        : "not known")),
                new Pair("State read last", Phrase.of(Words.time(d.asOf()))),
                new Pair("Does not start after", Phrase.of(epoch(d.notAfter()))),
                new Pair("Command and arguments", Phrase.of(Words.count(d.argumentBytes(), "byte"))),
                new Pair(
                        "Other changes of the pod's spec",
                        Phrase.names(
                                        d.entry().changes().stream()
                                                .map(AdmissionChange::text)
                                                .toList(),
                                        "none: only the debug container was added")
                                .text(" ")
                                .mark("S-33")),
                new Pair(
                        "What stays",
                        Phrase.of("the container's record in the pod's object, until the pod is deleted ")
                                .mark("S-38")));
    }

    static Block beforeAndAfter(TargetReport t) {
        record Row(String name, String before, Optional<String> after, boolean comparable) {}
        TargetState before = t.before();
        Optional<TargetState> after = t.after();
        return Block.Table.of(
                "The target before and after (kubelet)",
                List.of("", "Before", "After", "Same"),
                List.of(
                        new Row("Container", before.containerId(), after.map(TargetState::containerId), true),
                        new Row(
                                "Restarts",
                                Words.number(before.restartCount()),
                                after.map(a -> Words.number(a.restartCount())),
                                true),
                        new Row("Ready", Words.yesOrNo(before.ready()), after.map(a -> Words.yesOrNo(a.ready())), true),
                        new Row("Phase", Words.word(before.phase()), after.map(a -> Words.word(a.phase())), true),
                        new Row("As of", Words.time(before.asOf()), after.map(a -> Words.time(a.asOf())), false)),
                row -> List.of(
                        Phrase.of(row.name()),
                        Phrase.nameOr(row.before(), "not known"),
                        Phrase.nameOr(row.after().orElse(""), "not read"),
                        row.comparable() ? same(row.before(), row.after()) : Phrase.EMPTY));
    }

    private static Phrase same(String before, Optional<String> after) {
        if (after.isEmpty()) {
            return Phrase.tone("Not verifiable", Tone.WARN);
        }
        return after.get().equals(before) ? Phrase.tone("Same", Tone.GOOD) : Phrase.tone("Changed", Tone.BAD);
    }

    static Pairs pod(TargetReport t) {
        TargetReport.PodSummary pod = t.pod();
        return Pairs.of(
                "The pod (api)",
                new Pair("Quality of service", Phrase.name(pod.qosClass())),
                new Pair("Service account", Phrase.name(pod.serviceAccount())),
                new Pair("Host network", Phrase.of(Words.yesOrNo(pod.hostNetwork()))),
                new Pair("Host IPC", Phrase.of(Words.yesOrNo(pod.hostIpc()))),
                new Pair(
                        "Shares processes among its containers",
                        Phrase.of(Words.yesOrNo(pod.sharedProcessNamespace()))),
                new Pair("Volumes of the host", Phrase.names(pod.hostPathVolumes(), "none")),
                new Pair("Target's root is read-only", Phrase.of(Words.yesOrNo(pod.targetReadOnlyRootFilesystem()))),
                new Pair("Debug containers before", Phrase.number(pod.ephemeralContainersBefore())),
                new Pair("Places left in the pod", slotsLeft(t)),
                new Pair(
                        "Of them not this program's, by name", Phrase.names(pod.unknownEphemeralContainers(), "none")));
    }

    /** A pod gets them back only when it is replaced. */
    private static Phrase slotsLeft(TargetReport t) {
        if (t.slotsLeft().isEmpty()) {
            return Phrase.tone("Not verifiable", Tone.WARN);
        }
        int left = t.slotsLeft().getAsInt();
        String words = left + " of " + PodFacts.MOST_EPHEMERAL_CONTAINERS;
        return left <= PodFacts.FEW_SLOTS
                ? Phrase.tone(words + ", restart its workload before they are used up", Tone.WARN)
                : Phrase.of(words);
    }

    static Pairs stream(Stream s) {
        return Pairs.of(
                "The stream (probe)",
                new Pair("State", Phrase.of(Words.word(s.state()) + (s.detail().isBlank() ? "" : ": " + s.detail()))),
                new Pair("Received", Phrase.of(Words.count(s.bytes(), "byte"))),
                new Pair("Probe's version", Phrase.nameOr(s.probeVersion(), "not said")),
                new Pair("Probe's SHA-256, its own word", Phrase.nameOr(s.probeDigest(), "not said")));
    }

    static Pairs process(Evidence.TargetProcess p) {
        List<Pair> pairs = new ArrayList<>(List.of(
                new Pair("Process", Phrase.of(p.pid() + " ").code(p.name())),
                new Pair("Program", Phrase.nameOr(p.exe(), "not readable")),
                new Pair(
                        "Known to be the target's by",
                        Phrase.of(Words.word(p.proof())).text(" ").mark("S-2")),
                new Pair("Its root is not the probe's own", Phrase.of(Words.yesOrNo(p.rootDiffers()))),
                new Pair(
                        "Its root could be read",
                        Phrase.of(Words.yesOrNo(p.rootReadable())
                                + p.rootError().map(e -> ", " + e).orElse(""))),
                new Pair("Shared process namespace", Phrase.of(Words.yesOrNo(p.sharedPidNamespace())))));
        p.status().ifPresent(s -> pairs.addAll(status(s)));
        return new Pairs("The target's main process (probe)", pairs);
    }

    static Pairs probe(Evidence.Probe p) {
        List<Pair> pairs = new ArrayList<>(List.of(
                new Pair("Version", Phrase.name(p.version()).text(" ").code(p.arch())),
                new Pair("AppArmor", Phrase.nameOr(p.apparmor(), "none")),
                new Pair(
                        "Landlock",
                        Phrase.of(Words.word(p.landlock()) + ", ABI " + p.landlockAbi() + " ")
                                .mark("S-40")),
                new Pair("Own root writable", Phrase.of(Words.yesOrNo(p.ownRootWritable()))),
                new Pair(
                        "Open to other processes of its user at its start",
                        Phrase.of(Words.yesOrNo(p.exposed()) + " ").mark("S-44"))));
        pairs.addAll(status(p.status()));
        return new Pairs("The probe of itself (probe)", pairs);
    }

    private static List<Pair> status(ProcessStatus s) {
        return List.of(
                new Pair("User and group", Phrase.name(s.uid() + ":" + s.gid())),
                new Pair(
                        "Groups",
                        Phrase.names(s.groups().stream().map(String::valueOf).toList(), "none")),
                new Pair(
                        "Capabilities effective, permitted, bounding",
                        Phrase.name(s.capEff())
                                .text(", ")
                                .code(s.capPrm())
                                .text(", ")
                                .code(s.capBnd())),
                new Pair("No new privileges", Phrase.of(Words.yesOrNo(s.noNewPrivs()))),
                new Pair(
                        "Seccomp",
                        Phrase.of(
                                switch (s.seccomp()) {
                                    case 0 -> "off";
                                    case 1 -> "strict";
                                    case 2 -> "filter";
                                    default -> "not known";
                                })));
    }

    static Pairs counts(Evidence.End e) {
        return Pairs.of(
                "What the probe did, and within which cost (probe)",
                new Pair("Entries seen", Phrase.number(e.entries())),
                new Pair("Files sent", Phrase.number(e.files())),
                new Pair("Go programs read", Phrase.number(e.goBinaries())),
                new Pair("Folders not listed", Phrase.number(e.unlisted())),
                new Pair("Entries not examined", Phrase.number(e.unreadable())),
                new Pair("Mounts left out", Phrase.number(e.prunedMounts())),
                new Pair("Processes listed", Phrase.number(e.processes())),
                new Pair("Read", Phrase.of(Words.count(e.bytesRead(), "byte"))),
                new Pair("Errors", Phrase.number(e.errors())),
                new Pair("Cut at a bound", Phrase.of(Words.yesOrNo(e.cut()))),
                new Pair("Time", Phrase.of(Words.number(e.elapsedMs()) + " ms")),
                new Pair(
                        "Peak memory",
                        Phrase.of(Words.number(e.peakRssKiB()) + " KiB ").mark("S-14")));
    }

    private static String time(Optional<Instant> time, String otherwise) {
        return time.map(Words::time).orElse(otherwise);
    }

    private static String epoch(long seconds) {
        return Math.abs(seconds) > 253_402_300_799L
                ? Words.number(seconds) + " seconds"
                : Words.time(Instant.ofEpochSecond(seconds));
    }
}
