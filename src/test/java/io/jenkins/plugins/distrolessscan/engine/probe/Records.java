package io.jenkins.plugins.distrolessscan.engine.probe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Evidence records as text, so that a test can bend them. Inserted records are counted in the last one. */
public final class Records {
    public static final String PROBE =
            "{\"t\":\"probe\",\"format\":1,\"version\":\"1.0.0\",\"arch\":\"amd64\",\"uid\":65532,\"gid\":65532,"
                    + "\"caps\":{\"prm\":\"0\",\"eff\":\"0\",\"bnd\":\"0\"},\"noNewPrivs\":true,\"seccomp\":2,\"landlock\":\"enforced\"}";
    public static final String TARGET =
            "{\"t\":\"target\",\"pid\":1,\"proof\":\"cgroup\",\"rootDiffers\":true,\"rootReadable\":true,\"uid\":65532,\"gid\":65532}";
    public static final String END = "{\"t\":\"end\",\"entries\":0,\"files\":0,\"goBinaries\":0,\"records\":3}";

    private final List<String> lines;

    private Records(List<String> lines) {
        this.lines = lines;
    }

    /** The least that is evidence. */
    public static Records sound() {
        return new Records(List.of(PROBE, TARGET, END));
    }

    /** With records before the last one, which counts them. */
    public Records insert(String... records) {
        List<String> all = new ArrayList<>(lines);
        all.addAll(all.size() - 1, List.of(records));
        all.set(
                all.size() - 1,
                "{\"t\":\"end\",\"entries\":" + count(all, "entry") + ",\"files\":" + count(all, "file")
                        + ",\"goBinaries\":" + count(all, "go") + ",\"records\":" + all.size() + "}");
        return new Records(all);
    }

    public Records replace(String text, String by) {
        return new Records(lines.stream().map(line -> line.replace(text, by)).toList());
    }

    /** Without the records that hold a text. */
    public Records drop(String text) {
        return new Records(lines.stream().filter(line -> !line.contains(text)).toList());
    }

    public byte[] bytes() {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    public byte[] gzip() {
        return EvidenceWriter.compress(bytes());
    }

    private static long count(List<String> lines, String type) {
        return lines.stream()
                .filter(line -> line.contains("\"t\":\"" + type + "\""))
                .count();
    }
}
