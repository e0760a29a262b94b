package io.jenkins.plugins.distrolessscan.engine.control;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** What applications write for themselves while they run, by the path. The first kind that fits counts. */
enum OwnWork {
    JVM_DATA("performance data of the JVM", "(?:.*/)?hsperfdata_[^/]*/.*"),
    COMPILED_PYTHON("compiled Python", "(?:.*/)?__pycache__/.*|.*\\.pyc"),
    NATIVE_LIBRARY(
            "extracted native libraries",
            "(?:(?:var/)?tmp|(?:.*/)?(?:temp|tmp))/.*\\.(?:so(?:\\.[0-9.]+)?|node|jnilib)"),
    LOG("logs", "var/log/.*|(?:.*/)?logs?/.*|.*\\.log"),
    CACHE("caches", "var/(?:cache|lib/[^/]+/cache)/.*|(?:.*/)?(?:\\.cache|cache)/.*"),
    WORK("work folders", "(?:.*/)?work/.*"),
    STATE("process and lock files", "(?:var/)?run/.*|.*\\.(?:pid|lock|sock)"),
    TEMPORARY("temporary files", "(?:var/)?tmp/.*|(?:.*/)?(?:temp|tmp)/.*"),
    KERNEL("files of the kernel", "(?:dev|proc|sys)/.*");

    private final String words;
    private final Pattern paths;

    OwnWork(String words, String paths) {
        this.words = words;
        this.paths = Pattern.compile(paths);
    }

    /** The kind of a path below the root; empty when no application writes there for itself. */
    static Optional<OwnWork> of(String path) {
        return Arrays.stream(values())
                .filter(kind -> kind.paths.matcher(path).matches())
                .findFirst();
    }

    String words() {
        return words;
    }
}
