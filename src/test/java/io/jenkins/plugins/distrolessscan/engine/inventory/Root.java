package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.ArchiveFile;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.CodeFile;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.CodeKind;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.FormatCount;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.OwnerCheck;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Content;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.LoadedFile;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Looked;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Mapping;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Self;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evidence of a root, put together piece by piece. */
final class Root {
    private final Map<String, Content> files = new HashMap<>();
    private final Map<String, CodeFile> code = new HashMap<>();
    private final List<FileEntry> entries = new ArrayList<>(List.of(Frames.folder(".", 0755)));
    private final List<FormatCount> counts = new ArrayList<>();
    private final List<ArchiveFile> archives = new ArrayList<>();
    private final List<LoadedFile> loaded = new ArrayList<>();
    private boolean version1;
    private int unreadable;

    Root version1() {
        version1 = true;
        return this;
    }

    Root unreadable(int processes) {
        unreadable = processes;
        return this;
    }

    Root file(String format, String path, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        files.put(path, new Content(bytes, bytes.length, false, true, format));
        return this;
    }

    Root count(String format, long found, long read, long unread) {
        counts.add(new FormatCount(format, found, read, unread, List.of()));
        return this;
    }

    Root program(String path, String owner) {
        return program(path, owner, "");
    }

    Root program(String path, String owner, String sha256) {
        return code(path, owner, CodeKind.ELF, sha256);
    }

    Root owned(String path, String owner, String format) {
        code.put(path, new CodeFile(path, CodeKind.ELF, owner, format, OwnerCheck.NOT_COMPARED, "", false));
        return this;
    }

    Root script(String path, String owner) {
        return code(path, owner, CodeKind.SCRIPT, "");
    }

    Root rust(String path) {
        return file("rust-audit", path + "!/.dep-v0", "{\"packages\":[]}");
    }

    Root archive(String path) {
        archives.add(new ArchiveFile(path, 1, 1, Optional.empty()));
        return this;
    }

    Root use(String path, Mapping mapping, boolean open) {
        loaded.add(new LoadedFile(path, false, mapping, open, 1, 1, false, "", ""));
        return this;
    }

    private Root code(String path, String owner, CodeKind kind, String sha256) {
        entries.add(Frames.file(path, 0755));
        code.put(path, new CodeFile(path, kind, owner, "dpkg-status-d", OwnerCheck.NOT_COMPARED, sha256, false));
        return this;
    }

    Evidence evidence() {
        Evidence e = Frames.evidence(entries, Map.of());
        RuntimeEvidence runtime = new RuntimeEvidence(
                Optional.of(new Self(List.of("/probe"), "")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                loaded,
                Optional.of(new Looked(1, 2, unreadable, "", 0, 0)),
                Optional.empty());
        return new Evidence(
                e.probe(),
                e.target(),
                e.processes(),
                e.mounts(),
                e.entries(),
                files,
                e.goBinaries(),
                e.limits(),
                e.errors(),
                e.end(),
                version1 ? RuntimeEvidence.NONE : runtime,
                version1 ? ContentEvidence.NONE : new ContentEvidence(archives, List.of(), code, counts));
    }
}
