package io.jenkins.plugins.distrolessscan.demo;

import io.jenkins.plugins.distrolessscan.engine.model.FileEntry.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The root of a sample container: a folder of this package, and a list beside it with what a jar cannot hold (modes,
 * owners, times, links, empty folders) and with what runs in the container.
 */
final class SampleRoot {
    /**
     * One entry of the tree.
     *
     * @param mode the lower twelve mode bits
     * @param modified Unix seconds
     * @param link text of a symbolic link
     * @param content of a regular file, empty for others
     */
    record Node(Kind kind, int mode, long uid, long gid, long modified, String link, byte[] content) {
        /** Whether the permission bits let somebody do something: 4 read, 2 write, 1 search or execute. */
        boolean lets(long user, long group, int what) {
            int shift = user == uid ? 6 : group == gid ? 3 : 0;
            return (mode >> shift & what) == what;
        }
    }

    private final Map<?, ?> list;
    private final Recording recording;
    private final NavigableMap<String, Node> nodes = new TreeMap<>();

    private SampleRoot(Map<?, ?> list, Recording recording) {
        this.list = list;
        this.recording = recording;
    }

    /** @param started when the cluster was started; ages in the list are told back from it */
    static SampleRoot load(String name, Instant started) {
        SampleRoot root =
                new SampleRoot((Map<?, ?>) SampleResources.yaml("roots/" + name + ".yaml"), Recording.load(name));
        Map<?, ?> entries = (Map<?, ?>) root.list.get("entries");
        String built = root.text("built");
        entries.forEach((path, how) -> {
            Map<?, ?> entry = (Map<?, ?>) how;
            Kind kind = entry.containsKey("to") ? Kind.LINK : Kind.FOLDER;
            root.nodes.put((String) path, node(entry, kind, built, started, new byte[0]));
        });
        SampleResources.files("roots/" + name + ".yaml", name).forEach((path, content) -> {
            Object how = entries.containsKey(path) ? entries.get(path) : Map.of();
            root.nodes.put(path, node((Map<?, ?>) how, Kind.FILE, built, started, content));
        });
        for (String path : List.copyOf(root.nodes.keySet())) {
            for (String above = parent(path); !above.isEmpty(); above = parent(above)) {
                root.nodes.putIfAbsent(above, node(Map.of(), Kind.FOLDER, built, started, new byte[0]));
            }
        }
        root.nodes.putIfAbsent(".", node(Map.of(), Kind.FOLDER, built, started, new byte[0]));
        return root;
    }

    private static Node node(Map<?, ?> entry, Kind kind, String built, Instant started, byte[] content) {
        String usual = kind == Kind.FILE ? "0644" : kind == Kind.FOLDER ? "0755" : "0777";
        String[] owner = textOr(entry, "owner", "0:0").split(":");
        return new Node(
                kind,
                Integer.parseInt(textOr(entry, "mode", usual), 8),
                Long.parseLong(owner[0]),
                Long.parseLong(owner[1]),
                started.minus(Duration.parse(textOr(entry, "age", built))).getEpochSecond(),
                textOr(entry, "to", ""),
                content);
    }

    private static String textOr(Map<?, ?> map, String key, String otherwise) {
        return map.containsKey(key) ? String.valueOf(map.get(key)) : otherwise;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private String text(String key) {
        return String.valueOf(list.get(key));
    }

    /** Every entry by path; the root itself is {@code .}. */
    NavigableMap<String, Node> nodes() {
        return nodes;
    }

    /** Takes an entry away, so that this root differs from others of its image. */
    void remove(String path) {
        if (nodes.remove(path) == null) {
            throw new IllegalStateException("the demo's own root has no " + path);
        }
    }

    /** What the probe says of the contents of this root. */
    Recording recording() {
        return recording;
    }

    /** Paths of files that the main process holds open. */
    List<String> opened() {
        return list.containsKey("open")
                ? ((List<?>) list.get("open")).stream().map(String::valueOf).toList()
                : List.of();
    }

    /** The user that the image names. */
    long uid() {
        return Long.parseLong(text("user").split(":")[0]);
    }

    /** The group that the image's account file gives that user. */
    long gid() {
        return Long.parseLong(text("user").split(":")[1]);
    }

    /** Path of the main program. */
    String program() {
        return text("program");
    }

    /** Names of the container's processes, the main one first. */
    List<String> processes() {
        return ((List<?>) list.get("processes")).stream().map(String::valueOf).toList();
    }
}
