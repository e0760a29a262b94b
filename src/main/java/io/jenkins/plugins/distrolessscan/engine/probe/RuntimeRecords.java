package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Mapping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the records of the running target into evidence. */
final class RuntimeRecords {
    private static final int WORD = 256;
    private static final int PROCESSES = 1 << 22;

    private final List<RuntimeEvidence.Ended> ended = new ArrayList<>();
    private final List<RuntimeEvidence.LoadedFile> loaded = new ArrayList<>();
    private Optional<RuntimeEvidence.Self> self = Optional.empty();
    private Optional<RuntimeEvidence.Clock> clock = Optional.empty();
    private Optional<RuntimeEvidence.Pressure> before = Optional.empty();
    private Optional<RuntimeEvidence.Pressure> after = Optional.empty();
    private Optional<RuntimeEvidence.Looked> looked = Optional.empty();
    private Optional<RuntimeEvidence.Work> work = Optional.empty();

    /** Takes a record of that type; false when it is none of these. */
    boolean add(String type, JsonRecord r) throws IOException {
        switch (type) {
            case "self" -> {
                List<String> arguments = new ArrayList<>();
                for (String argument : r.texts("argv", WORD)) {
                    arguments.add(EscapedPath.escape(argument));
                }
                self = once(self, new RuntimeEvidence.Self(arguments, word(r, "container")));
            }
            case "clock" ->
                clock = once(
                        clock,
                        new RuntimeEvidence.Clock(
                                count(r, "bootAt"),
                                r.number("ticks", 1, 1_000_000, 100),
                                count(r, "start"),
                                count(r, "startedAt"),
                                count(r, "readAt")));
            case "pressure" -> pressure(r);
            case "ended" -> ended.add(new RuntimeEvidence.Ended(count(r, "pid"), word(r, "name"), count(r, "start")));
            case "loaded" -> loaded(r);
            case "looked" ->
                looked = once(
                        looked,
                        new RuntimeEvidence.Looked(
                                (int) r.number("samples", 0, 1000, 0),
                                count(r, "processes"),
                                count(r, "unreadable"),
                                word(r, "why"),
                                count(r, "others"),
                                count(r, "below")));
            case "end" -> {
                if (r.has("cpuMs")) {
                    work = Optional.of(new RuntimeEvidence.Work(
                            count(r, "archives"),
                            count(r, "inflated"),
                            count(r, "hashed"),
                            count(r, "cpuMs"),
                            count(r, "pausedMs"),
                            count(r, "left")));
                }
                return false;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void pressure(JsonRecord r) throws IOException {
        RuntimeEvidence.Pressure pressure = new RuntimeEvidence.Pressure(
                (int) r.number("cgroup", 0, 2, 0),
                word(r, "x"),
                optional(r, "memoryLimit"),
                optional(r, "memoryUse"),
                optional(r, "memoryPeak"),
                optional(r, "inactiveFile"),
                optional(r, "oomKill"),
                optional(r, "throttled"),
                optional(r, "throttledMs"),
                count(r, "probeCpuMs"),
                optional(r, "targetCpuMs"),
                optional(r, "targetWaitMs"),
                count(r, "wallMs"));
        if (r.text("at", WORD).equals("before")) {
            before = once(before, pressure);
        } else {
            after = once(after, pressure);
        }
    }

    private void loaded(JsonRecord r) throws IOException {
        Mapping mapping =
                switch (r.text("map", WORD)) {
                    case "" -> Mapping.NONE;
                    case "x" -> Mapping.EXECUTE;
                    default -> Mapping.READ;
                };
        loaded.add(new RuntimeEvidence.LoadedFile(
                RecordPaths.text(r, "p").orElse(""),
                r.flag("exe"),
                mapping,
                r.flag("fd"),
                (int) r.number("n", 0, PROCESSES, 1),
                count(r, "since"),
                r.flag("deleted"),
                RecordPaths.text(r, "mount").orElse(""),
                word(r, "kind")));
    }

    RuntimeEvidence build() {
        return new RuntimeEvidence(self, clock, before, after, ended, loaded, looked, work);
    }

    private static <T> Optional<T> once(Optional<T> old, T value) throws IOException {
        if (old.isPresent()) {
            throw new IOException("The evidence has a record twice that it may have once.");
        }
        return Optional.of(value);
    }

    private static Optional<Long> optional(JsonRecord r, String name) throws IOException {
        return r.has(name) ? Optional.of(count(r, name)) : Optional.empty();
    }

    private static String word(JsonRecord r, String name) throws IOException {
        return EscapedPath.escape(r.text(name, WORD));
    }

    private static long count(JsonRecord r, String name) throws IOException {
        return r.number(name, 0, Long.MAX_VALUE, 0);
    }
}
