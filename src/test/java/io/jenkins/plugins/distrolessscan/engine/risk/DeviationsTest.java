package io.jenkins.plugins.distrolessscan.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Need;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Landlock;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Misuse;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Companion;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Pressure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What a sound scan is told, word for word, and what each deviation changes in it. The file is for reading: a new line in
 * it is a new claim, and a line that goes is one that is made no longer.
 */
class DeviationsTest {
    private static final String GOLDEN =
            "src/test/resources/io/jenkins/plugins/distrolessscan/engine/risk/deviations.txt";

    private static Scans one(ScannedTarget target) {
        return Scans.empty().target(target);
    }

    private static ScannedTarget target() {
        return ScannedTarget.named("checkout");
    }

    private static Pressure pressure(Optional<Long> kills, long cpu, long wall) {
        return new Pressure(
                2,
                "",
                Optional.of(50_331_648L),
                Optional.of(40_000_000L),
                Optional.of(45_000_000L),
                Optional.of(1_000_000L),
                kills,
                Optional.of(0L),
                Optional.of(cpu / 4),
                cpu,
                Optional.of(cpu),
                Optional.of(cpu / 2),
                wall);
    }

    private static Pressure bare(long cpu, long wall) {
        return new Pressure(
                2,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(0L),
                Optional.empty(),
                Optional.empty(),
                cpu,
                Optional.empty(),
                Optional.empty(),
                wall);
    }

    private static Map<String, Scans> deviations() {
        Map<String, Scans> all = new LinkedHashMap<>();
        all.put("a second sound target", Scans.sound().target(ScannedTarget.named("cart")));
        all.put(
                "a second target that ran for 40 s",
                Scans.sound().target(ScannedTarget.named("cart").ran(Duration.ofSeconds(40))));
        all.put(
                "a second target whose answer was lost",
                Scans.sound().target(ScannedTarget.named("cart").failed()));
        all.put("its debug container still runs", one(target().running()));
        all.put("it was not started", one(target().notStarted()));
        all.put(
                "it was not started, and its log was read",
                one(target().notStarted().bytes(512)));
        all.put("its dry run was refused", one(target().refused()));
        all.put("its answer was lost", one(target().failed()));
        all.put(
                "its pod went away",
                one(target().running().notReadAgain().outcome(Outcome.TARGET_CHANGED, "The pod is gone.")));
        for (long seconds : List.of(119L, 120L, 125L, 126L)) {
            all.put("it ran for " + seconds + " s", one(target().ran(Duration.ofSeconds(seconds))));
        }
        all.put(
                "the end of its lifetime ended it",
                one(target().ran(Duration.ofSeconds(120)).endedBy("Error", 76)));
        all.put("it ended without a reason", one(target().endedBy("", 0)));
        all.put("its memory was not enough", one(target().endedBy("OOMKilled", 137)));
        all.put("its stream was written by somebody else", one(target().tampered()));
        all.put("the probe could not read it", one(target().unreadable()));
        all.put("the probe said nothing", one(target().silent()));
        all.put("it printed twice its cap", one(target().bytes(2 << 20)));
        all.put("it printed just its cap", one(target().bytes(1_048_576)));
        all.put("its evidence was cut", one(target().cut("output")));
        all.put("a volume was not entered", one(target().unread("/data", "mount", "EXDEV")));
        all.put("its image has a tag", one(target().image("registry.test/probe:1", "registry.test/probe@sha256:ab")));
        all.put("its image was not resolved", one(target().image(Scans.IMAGE, "")));
        all.put("its image was resolved to another", one(target().image(Scans.IMAGE, "registry.test/x@sha256:ab")));
        all.put("its stored context is empty", one(target().context("{}")));
        all.put("its stored context was not read", one(target().context("")));
        all.put("its effective context differs", one(target().contextDiffers()));
        all.put("the kernel has no Landlock", one(target().landlock(Landlock.UNSUPPORTED)));
        all.put("the target's root is writable", one(target().rootWritable()));
        all.put("it is on the node's network", one(target().hostNetwork()));
        all.put("its processes are shared", one(target().sharedProcesses()));
        all.put("it has folders of the node", one(target().hostPath("logs").hostPath("run")));
        all.put("the pod was changed on the way in", one(target().difference("labels")));
        all.put("its entry was changed on the way in", one(target().altered("args")));
        all.put(
                "another debug container came in with it",
                one(target().companion(
                                new Companion("injected", false, true, "x", Optional.empty(), Optional.empty()))));
        all.put(
                "another scan ran beside it",
                one(target().companion(new Companion(
                        "distroless-scan-aaaaaaaaaa",
                        true,
                        false,
                        "x",
                        Optional.of(Scans.START),
                        Optional.of(Scans.END)))));
        all.put("somebody else's debug container is in it", one(target().unknownEphemeral("debugger-x2x4z")));
        for (long minutes : List.of(15L, 16L)) {
            all.put(
                    "one has been running for " + minutes + " minutes",
                    one(target().runningSince("old", Scans.START.minus(Duration.ofMinutes(minutes)))));
        }
        all.put("it was restarted", one(target().restarted()));
        all.put("it was replaced", one(target().replaced()));
        all.put("it is not ready afterwards", one(target().notReadyAfter()));
        all.put("it was not read again", one(target().notReadAgain()));
        all.put("it has no owner", one(target().withoutOwner()));
        all.put("it has no memory limit", one(target().withoutMemoryLimit()));
        all.put("its pod has a memory limit", one(target().withoutMemoryLimit().podMemoryLimit(96L << 20)));
        all.put(
                "the probe told memory and CPU",
                one(target().pressure(pressure(Optional.of(0L), 40, 500), pressure(Optional.of(0L), 240, 2_500))));
        all.put("the probe told a little of it", one(target().pressure(bare(10, 0), bare(30, 0))));
        all.put(
                "a process was killed for memory meanwhile",
                one(target().pressure(pressure(Optional.of(1L), 10, 0), pressure(Optional.of(3L), 10, 1_000))));
        all.put(
                "a process had been killed before",
                one(target().pressure(pressure(Optional.of(2L), 10, 0), pressure(Optional.of(2L), 10, 1_000))));
        all.put(
                "the cgroup could not be read",
                one(target().pressure(pressure(Optional.empty(), 10, 0), pressure(Optional.of(2L), 10, 1_000))));
        for (long minutes : List.of(30L, 31L, 60L, 61L)) {
            all.put("the token lasts " + minutes + " minutes", Scans.sound().tokenMinutes(minutes));
        }
        all.put("the token has no end", Scans.sound().tokenWithoutEnd());
        all.put("the token says nothing", Scans.sound().credential(Kind.OPAQUE_TOKEN));
        all.put("there is a client certificate", Scans.sound().credential(Kind.CLIENT_CERTIFICATE));
        all.put("the server knows the holder by another name", Scans.sound().userName("somebody"));
        all.put(
                "the server is reached without TLS",
                Scans.sound().server("http://cluster.test").tls(""));
        all.put("a right is held beyond the need", Scans.sound().excess("get secrets"));
        all.put(
                "more rights are held than are named",
                Scans.sound()
                        .excess("get secrets")
                        .excess("* *")
                        .excess("create pods")
                        .excess("delete pods")
                        .excess("list nodes")
                        .excess("list events")
                        .excess("patch deployments.apps in all namespaces"));
        all.put("the server's list is not complete", Scans.sound().excessUnknown());
        all.put("an unwanted right is held", Scans.sound().right("create", "pods/exec", "", Need.UNWANTED, true));
        all.put("logs of every pod may be read", Scans.sound().right("get", "pods/log", "", Need.NEEDED, true));
        all.put("a needed right is missing", Scans.sound().right("patch", "pods", "x", Need.NEEDED, false));
        all.put("every misuse was refused", Scans.sound().misuse(Scans.checks(any -> MisuseChecks.Answer.REFUSED)));
        all.put("one misuse was admitted", Scans.sound().misuseAdmitted(Misuse.PRIVILEGED));
        all.put("no misuse had an answer", Scans.sound().misuse(Scans.checks(any -> MisuseChecks.Answer.NO_ANSWER)));
        all.put("the cluster is a demo", Scans.sound().demo());
        all.put("there is no record", Scans.sound().notAudited());
        all.put("a pod was passed over", Scans.mixed());
        all.put("nothing was looked at", Scans.empty());
        return all;
    }

    @Test
    void whatIsSaidOfASoundScanAndWhatEachDeviationChanges() throws IOException {
        Set<String> sound = lines(Scans.sound());
        StringBuilder text = new StringBuilder("A sound scan\n");
        sound.forEach(line -> text.append("  ").append(line).append('\n'));
        deviations().forEach((name, scans) -> {
            Set<String> lines = lines(scans);
            lines.removeAll(sound);
            assertThat(lines).as("%s changes something", name).isNotEmpty();
            text.append('\n').append(name).append('\n');
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
        });
        Path golden = Path.of(System.getProperty("distrolessscan.home", ".")).resolve(GOLDEN);
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(golden, text);
        }
        assertThat(text.toString())
                .as("deviations.txt (rewrite it with -Dgolden.rewrite=true and look at the difference)")
                .isEqualTo(Files.readString(golden).replace("\r\n", "\n"));
    }

    private static Set<String> lines(Scans scans) {
        RiskAssessment risk = Assessed.of(scans).risk();
        Set<String> lines = new LinkedHashSet<>();
        Map<String, Set<String>> facts = new LinkedHashMap<>();
        risk.characteristics().forEach(c -> {
            lines.add(c.id() + " " + c.state() + ", rating " + c.rating());
            said(facts, c.id(), c.evidence());
        });
        risk.risks().forEach(r -> {
            lines.add(r.id() + " " + r.state() + ", residual " + r.residual());
            said(facts, r.id(), r.evidence());
            facts.computeIfAbsent("advice: " + r.advice(), none -> new LinkedHashSet<>())
                    .add(r.id());
        });
        risk.scenarios().forEach(s -> {
            lines.add(s.id() + " residual " + s.residual() + ": " + s.reason());
            s.mitigations().forEach(m -> {
                lines.add(m.id() + " " + m.state());
                said(facts, m.id(), m.evidence());
            });
        });
        risk.enterprise().forEach(c -> {
            lines.add(c.id() + " " + c.state());
            said(facts, c.id(), c.evidence());
        });
        risk.statements().forEach(s -> {
            lines.add(s.id() + " " + s.state());
            said(facts, s.id(), s.evidence());
        });
        risk.comparison()
                .forEach(row -> lines.add("compared " + row.id() + " " + row.subject() + ": " + row.thisRun()));
        lines.add("overall " + risk.overall().level() + ": " + risk.overall().text());
        facts.forEach((fact, ids) -> lines.add(fact + " [" + String.join(" ", ids) + "]"));
        return lines;
    }

    private static void said(Map<String, Set<String>> facts, String id, List<Fact> evidence) {
        evidence.forEach(fact -> facts.computeIfAbsent(
                        fact.source() + ": " + fact.text().replace("\n", " / "), none -> new LinkedHashSet<>())
                .add(id));
    }
}
