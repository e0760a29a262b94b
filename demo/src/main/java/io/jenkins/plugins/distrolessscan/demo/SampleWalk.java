package io.jenkins.plugins.distrolessscan.demo;

import io.jenkins.plugins.distrolessscan.demo.SampleRoot.Node;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks at a sample root as the probe looks at a real one: as one user, names sorted, mounts left alone. */
final class SampleWalk {
    private static final String STATUS_D = "var/lib/dpkg/status.d";

    private final NavigableMap<String, Node> nodes;
    private final long uid;
    private final long gid;
    private final List<Evidence.Mount> mounts;
    private final List<FileEntry> entries = new ArrayList<>();
    private final Map<String, Evidence.Content> files = new HashMap<>();
    private final List<Evidence.GoBinary> goBinaries = new ArrayList<>();
    private final List<Evidence.ReadError> errors = new ArrayList<>();
    private final List<ContentEvidence.ArchiveFile> archives = new ArrayList<>();
    private final Map<String, ContentEvidence.CodeFile> code = new HashMap<>();
    private final Evidence recorded;
    private final long started;
    private long unlisted;
    private long bytesRead;

    /** @param started when the container started */
    SampleWalk(SampleRoot root, long uid, long gid, List<Evidence.Mount> mounts, Instant started) {
        this.recorded = root.recording().evidence();
        this.started = started.toEpochMilli();
        this.nodes = new TreeMap<>(root.nodes());
        this.uid = uid;
        this.gid = gid;
        this.mounts = mounts;
        // What a mount covers is there, whatever the image holds.
        mounts.stream()
                .filter(mount -> mount.pruned() && !nodes.containsKey(mount.path()))
                .forEach(mount -> nodes.put(mount.path(), mountPoint(mount)));
    }

    private static Node mountPoint(Evidence.Mount mount) {
        Kind kind = mount.path().startsWith("etc/") ? Kind.FILE : Kind.FOLDER;
        return new Node(kind, 0755, 0, 0, 0, "", new byte[0]);
    }

    void walk() {
        look(".", nodes.get("."));
    }

    private void look(String path, Node node) {
        if (mounts.stream().anyMatch(mount -> mount.pruned() && mount.path().equals(path))) {
            entries.add(entry(path, node, Optional.of(FileEntry.PRUNED)));
            return;
        }
        boolean closed = node.kind() == Kind.FOLDER && !node.lets(uid, gid, 5);
        entries.add(entry(path, node, closed ? Optional.of("EACCES") : Optional.empty()));
        if (closed) {
            unlisted++;
            if (path.equals(STATUS_D)) {
                errors.add(new Evidence.ReadError(path, "database", "EACCES"));
            }
        } else if (node.kind() == Kind.FOLDER) {
            children(path).forEach(child -> look(child, nodes.get(child)));
        } else if (node.kind() == Kind.FILE) {
            read(path, node);
        } else if (path.equals("etc/os-release") && nodes.containsKey("usr/lib/os-release")) {
            read(path, nodes.get("usr/lib/os-release"));
        }
    }

    private TreeSet<String> children(String folder) {
        String start = folder.equals(".") ? "" : folder + "/";
        TreeSet<String> children = new TreeSet<>();
        for (String path : nodes.tailMap(start, false).keySet()) {
            if (!path.startsWith(start)) {
                break;
            }
            if (!path.equals(".") && path.indexOf('/', start.length()) < 0) {
                children.add(path);
            }
        }
        return children;
    }

    /** What the probe said of a file, when this user may read it. */
    private void read(String path, Node node) {
        if (!node.lets(uid, gid, 4)) {
            if (recorded.files().containsKey(path) || (node.mode() & 0111) != 0) {
                errors.add(new Evidence.ReadError(path, recorded.files().containsKey(path) ? "open" : "go", "EACCES"));
            }
            return;
        }
        recorded.files().forEach((file, content) -> {
            if (Recording.file(file).equals(path)) {
                files.put(file, content);
                bytesRead += content.size();
            }
        });
        recorded.goBinaries().stream().filter(go -> go.path().equals(path)).forEach(goBinaries::add);
        recorded.errors().stream().filter(error -> error.path().equals(path)).forEach(errors::add);
        ContentEvidence content = recorded.content();
        content.archives().stream()
                .filter(archive -> Recording.file(archive.path()).equals(path))
                .forEach(archives::add);
        if (content.code().containsKey(path)) {
            code.put(path, content.code().get(path));
        }
    }

    private FileEntry entry(String path, Node node, Optional<String> error) {
        long modified = node.modified() * 1000;
        return new FileEntry(
                path,
                node.kind(),
                node.mode(),
                node.uid(),
                node.gid(),
                node.content().length,
                node.modified(),
                node.kind() == Kind.LINK ? Optional.of(node.link()) : Optional.empty(),
                Optional.empty(),
                error,
                modified >= started && error.isEmpty() ? Optional.of(modified) : Optional.empty());
    }

    List<FileEntry> entries() {
        return entries;
    }

    Map<String, Evidence.Content> files() {
        return files;
    }

    List<Evidence.GoBinary> goBinaries() {
        return goBinaries;
    }

    ContentEvidence content() {
        return new ContentEvidence(
                archives,
                recorded.content().versions(),
                code,
                entries.isEmpty() ? List.of() : recorded.content().formats());
    }

    List<Evidence.ReadError> errors() {
        return errors;
    }

    List<Evidence.Mount> mounts() {
        return mounts;
    }

    /** The closing record; its time and memory are invented. */
    Evidence.End end(int processes) {
        long pruned = mounts.stream().filter(Evidence.Mount::pruned).count();
        return new Evidence.End(
                entries.size(),
                files.size(),
                goBinaries.size(),
                unlisted,
                0,
                pruned,
                processes,
                bytesRead,
                errors.size(),
                false,
                26,
                6_200,
                0);
    }
}
