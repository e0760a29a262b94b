package io.jenkins.plugins.distrolessscan.demo;

import io.jenkins.plugins.distrolessscan.demo.SampleRoot.Node;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry.Kind;
import java.nio.charset.StandardCharsets;
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
    private static final List<String> WANTED = List.of(
            "etc/os-release",
            "usr/lib/os-release",
            "etc/passwd",
            "etc/group",
            "var/lib/dpkg/status",
            "lib/apk/db/installed",
            "usr/lib/apk/db/installed",
            "etc/debian_version",
            "etc/alpine-release");

    private static final String STATUS_D = "var/lib/dpkg/status.d/";
    /** Begins a sample program that plays a Go executable; the rest of it is the module text. */
    private static final String GO = "Go build info: ";

    private final NavigableMap<String, Node> nodes;
    private final long uid;
    private final long gid;
    private final List<Evidence.Mount> mounts;
    private final List<FileEntry> entries = new ArrayList<>();
    private final Map<String, Evidence.Content> files = new HashMap<>();
    private final List<Evidence.GoBinary> goBinaries = new ArrayList<>();
    private final List<Evidence.ReadError> errors = new ArrayList<>();
    private long unlisted;
    private long bytesRead;

    SampleWalk(SampleRoot root, long uid, long gid, List<Evidence.Mount> mounts) {
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
            if ((path + "/").equals(STATUS_D)) {
                errors.add(new Evidence.ReadError(path, "open", "EACCES"));
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

    private void read(String path, Node node) {
        boolean executable = (node.mode() & 0111) != 0;
        if (!wanted(path) && !executable) {
            return;
        }
        if (!node.lets(uid, gid, 4)) {
            errors.add(new Evidence.ReadError(path, wanted(path) ? "open" : "go", "EACCES"));
            return;
        }
        bytesRead += node.content().length;
        if (wanted(path)) {
            files.put(path, new Evidence.Content(node.content(), node.content().length, false));
            return;
        }
        String text = new String(node.content(), StandardCharsets.UTF_8);
        int line = text.indexOf('\n');
        if (text.startsWith(GO) && line > 0) {
            goBinaries.add(new Evidence.GoBinary(path, text.substring(GO.length(), line), text.substring(line + 1)));
        }
    }

    private static boolean wanted(String path) {
        boolean listed = path.startsWith(STATUS_D)
                && List.of(".md5sums", ".preinst", ".postinst").stream().noneMatch(path::endsWith);
        return WANTED.contains(path) || listed;
    }

    private static FileEntry entry(String path, Node node, Optional<String> error) {
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
                error);
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
