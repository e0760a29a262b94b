package io.jenkins.plugins.distrolessscan.engine.probe;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Writes evidence as the probe does (docs/probe-protocol.md, "Evidence records"), for a played node and for tests. The
 * counts of records, entries, files and Go binaries are written as they are, whatever the closing record says.
 */
public final class EvidenceWriter {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private long count;

    private EvidenceWriter() {}

    /** Compressed records, as they are sealed into a frame. */
    public static byte[] gzip(Evidence evidence) {
        EvidenceWriter writer = new EvidenceWriter();
        writer.write(evidence);
        return compress(writer.records.toByteArray());
    }

    /** Compresses any bytes as the probe compresses its records. */
    public static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to write", e);
        }
        return out.toByteArray();
    }

    private void write(Evidence e) {
        probe(e.probe());
        target(e.target());
        RuntimeWriter running = new RuntimeWriter(this::add);
        running.head(e.runtime());
        e.processes().forEach(running::process);
        running.loaded(e.runtime());
        e.mounts()
                .forEach(m -> add(path(record("mount"), "p", m.path())
                        .put("fs", m.fileSystem())
                        .put("ro", m.readOnly())
                        .put("pruned", m.pruned())));
        e.files().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(f -> file(f.getKey(), f.getValue()));
        e.entries().forEach(this::entry);
        e.goBinaries()
                .forEach(g -> add(path(record("go"), "p", g.path())
                        .put("v", g.goVersion())
                        .put("m", g.modules())));
        new ContentWriter(this::add).write(e.content());
        e.runtime().after().ifPresent(after -> running.pressure("after", after));
        running.ended(e.runtime());
        e.errors()
                .forEach(x -> add(path(record("error"), "p", x.path())
                        .put("op", x.operation())
                        .put("x", x.code())));
        e.limits().forEach(l -> add(path(record("limit").put("what", l.what()), "p", l.path())));
        end(e);
    }

    private void probe(Evidence.Probe p) {
        ObjectNode r = status(
                record("probe").put("format", 2).put("version", p.version()).put("arch", p.arch()), p.status());
        add(r.put("apparmor", p.apparmor())
                .put("landlock", p.landlock().name().toLowerCase(Locale.ROOT))
                .put("landlockAbi", p.landlockAbi())
                .put("rootWritable", p.ownRootWritable())
                .put("exposed", p.exposed()));
    }

    private void target(Evidence.TargetProcess t) {
        ObjectNode r = record("target")
                .put("pid", t.pid())
                .put("proof", t.proof().name().toLowerCase(Locale.ROOT))
                .put("rootDiffers", t.rootDiffers())
                .put("rootReadable", t.rootReadable())
                .put("name", t.name())
                .put("sharedPidNamespace", t.sharedPidNamespace());
        t.rootError().ifPresent(error -> r.put("rootError", error));
        t.status().ifPresent(status -> status(r, status));
        add(t.exe().isEmpty() ? r : path(r, "exe", t.exe()));
    }

    private static ObjectNode status(ObjectNode r, ProcessStatus s) {
        r.put("uid", s.uid()).put("gid", s.gid());
        s.groups().forEach(r.putArray("groups")::add);
        r.putObject("caps").put("prm", s.capPrm()).put("eff", s.capEff()).put("bnd", s.capBnd());
        return r.put("noNewPrivs", s.noNewPrivs()).put("seccomp", s.seccomp());
    }

    private void entry(FileEntry e) {
        ObjectNode r = path(record("entry"), "p", e.path()).put("k", letter(e.kind()));
        if (e.error().equals(java.util.Optional.of(FileEntry.PRUNED))) {
            add(r.put("pruned", true));
            return;
        }
        r.put("m", e.mode())
                .put("u", e.uid())
                .put("g", e.gid())
                .put("s", e.size())
                .put("mt", e.modified());
        e.capabilities().ifPresent(set -> r.put("fc", set));
        e.link().ifPresent(link -> path(r, "l", link));
        e.error().ifPresent(error -> r.put("x", error));
        e.changed().ifPresent(changed -> r.put("ct", changed));
        add(r);
    }

    private static String letter(FileEntry.Kind kind) {
        return switch (kind) {
            case FILE -> "f";
            case FOLDER -> "d";
            case LINK -> "l";
            case CHARACTER_DEVICE -> "c";
            case BLOCK_DEVICE -> "b";
            case FIFO -> "p";
            case SOCKET -> "s";
            case UNKNOWN -> "?";
        };
    }

    private void file(String path, Evidence.Content content) {
        ObjectNode r = path(record("file"), "p", path).put("s", content.size());
        String text = content.text();
        boolean plain = java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), content.bytes());
        r.put(plain ? "d" : "db", plain ? text : Base64.getEncoder().encodeToString(content.bytes()));
        if (!content.format().isEmpty()) {
            r.put("f", content.format());
        }
        if (content.reduced()) {
            r.put("reduced", true);
        }
        add(content.cut() ? r.put("cut", true) : r);
    }

    private void end(Evidence evidence) {
        Evidence.End e = evidence.end();
        ObjectNode r = record("end")
                .put("entries", evidence.entries().size())
                .put("files", evidence.files().size())
                .put("goBinaries", evidence.goBinaries().size())
                .put("unlisted", e.unlisted())
                .put("unreadable", e.unreadable())
                .put("prunedMounts", e.prunedMounts())
                .put("processes", e.processes())
                .put("bytesRead", e.bytesRead())
                .put("errors", e.errors())
                .put("cut", e.cut())
                .put("elapsedMs", e.elapsedMs())
                .put("peakRssKiB", e.peakRssKiB())
                .put("records", count + 1);
        evidence.runtime().work().ifPresent(work -> RuntimeWriter.work(r, work));
        add(r);
    }

    static ObjectNode record(String type) {
        return JSON.createObjectNode().put("t", type);
    }

    static ObjectNode path(ObjectNode r, String name, String escaped) {
        byte[] bytes = EscapedPath.bytes(escaped);
        boolean plain = java.util.Arrays.equals(bytes, escaped.getBytes(StandardCharsets.UTF_8));
        return plain
                ? r.put(name, escaped)
                : r.put(name + "b", Base64.getEncoder().encodeToString(bytes));
    }

    private void add(ObjectNode r) {
        try {
            records.writeBytes(JSON.writeValueAsBytes(r));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException("a tree is always written", e);
        }
        records.write('\n');
        count++;
    }
}
