package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Pressure;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Memory and CPU of the target before and after the scan, by the probe's word (S-14). */
final class Pressures {
    private static final String ROOM = "Raise the target's memory limit, or leave it out of the scan.";

    private Pressures() {}

    static Judgement judge(RiskEvidence evidence, TargetReport target) {
        List<Pressure> pressure = RiskEvidence.debugContainer(target).entry().pressure();
        if (pressure.size() < 2) {
            return Judgement.of(
                    State.OBSERVED,
                    Fact.client("The probe did not tell the target's memory and CPU before and after."));
        }
        Pressure before = pressure.get(0);
        Pressure after = pressure.get(1);
        Judgement cpu = Judgement.of(State.OBSERVED, cpu(before, after, limit(evidence, target), target.running()));
        if (before.oomKill().isEmpty() || after.oomKill().isEmpty()) {
            return Judgement.weakest(
                    cpu,
                    Judgement.of(
                            State.NOT_VERIFIABLE,
                            Fact.probe(
                                    "The target's cgroup could not be read, so that it is not known whether the kernel"
                                            + " killed a process for memory during the scan.")));
        }
        long killed = after.oomKill().get() - before.oomKill().get();
        if (killed > 0) {
            return Judgement.weakest(
                    cpu,
                    Judgement.of(
                                    State.NOT_MET,
                                    Fact.probe(
                                            "During the scan the kernel killed processes of the target's container for"
                                                    + " memory (oom_kill), " + killed + " in number."))
                            .advising(ROOM));
        }
        if (after.oomKill().get() > 0) {
            return Judgement.weakest(
                    cpu,
                    Judgement.of(
                                    State.NOT_VERIFIABLE,
                                    Fact.probe(
                                            "When the probe began, the kernel had killed processes of the target's container"
                                                    + " for memory already (oom_kill "
                                                    + after.oomKill().get() + "), out of memory: the"
                                                    + " start of the debug container itself, which takes memory of the pod, may have"
                                                    + " been the cause."))
                            .advising(ROOM));
        }
        return cpu.with(
                Fact.probe("The kernel has killed no process of the target's container for memory since it started"
                        + use(after) + "; what other containers of the pod use is not known."));
    }

    private static String use(Pressure after) {
        if (after.memoryUse().isEmpty()) {
            return "";
        }
        long use = after.memoryUse().get() - after.inactiveFile().orElse(0L);
        return " (in use afterwards, without inactive file cache, " + Math.max(0, use) / 1024 + " KiB"
                + after.memoryLimit()
                        .map(limit -> " of " + limit / 1024 + " KiB")
                        .orElse("")
                + ")";
    }

    /** @param age seconds for which the target's main process ran; -1 when nobody knows */
    private static Fact cpu(Pressure before, Pressure after, OptionalLong limitMillis, long age) {
        long wall = Math.max(1, after.wallMs() - before.wallMs());
        long used = Math.max(0, after.probeCpuMs() - before.probeCpuMs());
        String limit = limitMillis.isPresent()
                ? "; the pod's CPU limit is " + limitMillis.getAsLong() + " thousandths of a CPU, of which that is "
                        + Math.min(999, used * 100_000 / Math.max(1, wall * limitMillis.getAsLong())) + " percent"
                : "; nothing limits the pod's CPU as a whole";
        return Fact.probe("The probe used " + used + " ms of CPU time in " + wall + " ms" + limit
                + target(before, after, wall) + earlier(before, age) + ".");
    }

    private static String target(Pressure before, Pressure after, long wall) {
        Optional<Long> ran = difference(before.targetCpuMs(), after.targetCpuMs());
        Optional<Long> waited = difference(before.targetWaitMs(), after.targetWaitMs());
        Optional<Long> throttled = difference(before.throttledMs(), after.throttledMs());
        return ran.map(ms -> "; in that time the target ran for " + ms * 1000 / wall + " ms a second")
                        .orElse("")
                + waited.map(ms -> " and waited for a CPU for " + ms * 1000 / wall + " ms a second")
                        .orElse("")
                + throttled
                        .filter(ms -> ms > 0)
                        .map(ms -> ", and its own cgroup was throttled for " + ms + " ms")
                        .orElse("");
    }

    private static String earlier(Pressure before, long age) {
        return before.targetCpuMs()
                        .filter(ms -> age > 0)
                        .map(ms -> "; before the scan it ran for " + ms / age + " ms a second on average")
                        .orElse("")
                + before.targetWaitMs()
                        .filter(ms -> age > 0)
                        .map(ms -> " and waited for " + ms / age + " ms a second")
                        .orElse("");
    }

    private static Optional<Long> difference(Optional<Long> before, Optional<Long> after) {
        return before.flatMap(from -> after.map(to -> Math.max(0, to - from)));
    }

    private static OptionalLong limit(RiskEvidence evidence, TargetReport target) {
        return evidence.pod(target).map(PodFacts::cpuLimitMillis).orElse(OptionalLong.empty());
    }
}
