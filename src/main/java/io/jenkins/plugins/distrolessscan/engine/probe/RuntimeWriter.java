package io.jenkins.plugins.distrolessscan.engine.probe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes the records of the running target. */
final class RuntimeWriter {
    private final Consumer<ObjectNode> out;

    RuntimeWriter(Consumer<ObjectNode> out) {
        this.out = out;
    }

    void head(RuntimeEvidence e) {
        e.self().ifPresent(self -> {
            ObjectNode r = EvidenceWriter.record("self");
            self.arguments().forEach(r.putArray("argv")::add);
            out.accept(self.container().isEmpty() ? r : r.put("container", self.container()));
        });
        e.clock()
                .ifPresent(clock -> out.accept(EvidenceWriter.record("clock")
                        .put("bootAt", clock.bootAt())
                        .put("ticks", clock.ticks())
                        .put("start", clock.start())
                        .put("startedAt", clock.startedAt())
                        .put("readAt", clock.readAt())));
        e.before().ifPresent(before -> pressure("before", before));
    }

    void process(Evidence.Process p) {
        ObjectNode r = EvidenceWriter.record("process")
                .put("pid", p.pid())
                .put("name", p.name())
                .put("uid", p.uid())
                .put("gid", p.gid());
        if (p.start() >= 0) {
            r.put("start", p.start());
        }
        if (p.ours()) {
            r.put("ours", true);
        }
        if (!p.exe().isEmpty()) {
            EvidenceWriter.path(r, "exe", p.exe());
        }
        p.error().ifPresent(error -> r.put("x", error));
        out.accept(r);
    }

    void loaded(RuntimeEvidence e) {
        e.loaded().forEach(file -> {
            ObjectNode r = EvidenceWriter.path(EvidenceWriter.record("loaded"), "p", file.path());
            flag(r, "exe", file.executed());
            if (file.mapping() != RuntimeEvidence.Mapping.NONE) {
                r.put("map", file.mapping() == RuntimeEvidence.Mapping.EXECUTE ? "x" : "r");
            }
            flag(r, "fd", file.open());
            r.put("n", file.processes()).put("since", file.since());
            flag(r, "deleted", file.deleted());
            if (!file.mount().isEmpty()) {
                EvidenceWriter.path(r, "mount", file.mount());
            }
            out.accept(file.kind().isEmpty() ? r : r.put("kind", file.kind()));
        });
        e.looked()
                .ifPresent(looked -> out.accept(EvidenceWriter.record("looked")
                        .put("samples", looked.samples())
                        .put("processes", looked.processes())
                        .put("unreadable", looked.unreadable())
                        .put("why", looked.why())
                        .put("others", looked.others())
                        .put("below", looked.below())));
    }

    void pressure(String at, RuntimeEvidence.Pressure p) {
        ObjectNode r = EvidenceWriter.record("pressure").put("at", at);
        if (p.cgroup() > 0) {
            r.put("cgroup", p.cgroup());
        }
        if (!p.error().isEmpty()) {
            r.put("x", p.error());
        }
        number(r, "memoryLimit", p.memoryLimit());
        number(r, "memoryUse", p.memoryUse());
        number(r, "memoryPeak", p.memoryPeak());
        number(r, "inactiveFile", p.inactiveFile());
        number(r, "oomKill", p.oomKill());
        number(r, "throttled", p.throttled());
        number(r, "throttledMs", p.throttledMs());
        r.put("probeCpuMs", p.probeCpuMs());
        number(r, "targetCpuMs", p.targetCpuMs());
        number(r, "targetWaitMs", p.targetWaitMs());
        out.accept(r.put("wallMs", p.wallMs()));
    }

    void ended(RuntimeEvidence e) {
        e.ended()
                .forEach(process -> out.accept(EvidenceWriter.record("ended")
                        .put("pid", process.pid())
                        .put("name", process.name())
                        .put("start", process.start())));
    }

    static void work(ObjectNode r, RuntimeEvidence.Work work) {
        r.put("archives", work.archives())
                .put("inflated", work.inflated())
                .put("hashed", work.hashed())
                .put("cpuMs", work.cpuMs())
                .put("pausedMs", work.pausedMs())
                .put("left", work.left());
    }

    private static void flag(ObjectNode r, String name, boolean value) {
        if (value) {
            r.put(name, true);
        }
    }

    private static void number(ObjectNode r, String name, Optional<Long> value) {
        value.ifPresent(number -> r.put(name, number));
    }
}
