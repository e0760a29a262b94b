package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.CodeFile;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.CodeKind;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.FormatCount;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.RuntimeVersion;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.GoBinary;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage.FormatCoverage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is there beside what was read: what of each format was not, and programs that nothing explains. */
final class Presence {
    private static final FormatTable TABLE = FormatTable.load();

    /** Paths that are named of a format, and programs. */
    private static final int MOST_PATHS = 5;

    private static final int MOST_PROGRAMS = 200;
    private static final int EXECUTABLE = 0111;
    private static final String MEMBER = "!/";

    private final Evidence evidence;
    private final Distribution distribution;

    Presence(Evidence evidence, Distribution distribution) {
        this.evidence = evidence;
        this.distribution = distribution;
    }

    /**
     * @param unread files that were sent and not understood, with their formats
     * @param remarks what cannot be told of single packages
     */
    InventoryCoverage coverage(Map<String, String> unread, List<String> remarks) {
        TreeSet<String> programs = unexplained();
        return new InventoryCoverage(
                evidence.runtime().self().isPresent()
                        || !evidence.content().formats().isEmpty(),
                distribution.system(),
                formats(unread),
                programs.size(),
                programs.stream().limit(MOST_PROGRAMS).toList(),
                remarks);
    }

    private List<FormatCoverage> formats(Map<String, String> unread) {
        List<FormatCoverage> formats = new ArrayList<>();
        for (FormatCount count : evidence.content().formats()) {
            List<String> paths = new ArrayList<>(count.unreadPaths());
            long more = 0;
            for (Map.Entry<String, String> file : unread.entrySet()) {
                if (file.getValue().equals(count.id())) {
                    paths.add(file.getKey());
                    more++;
                }
            }
            Optional<FormatTable.Format> row = TABLE.format(count.id());
            formats.add(new FormatCoverage(
                    count.id(),
                    row.map(FormatTable.Format::ecosystem).orElse(""),
                    row.map(FormatTable.Format::what).orElse(""),
                    count.found(),
                    Math.max(0, count.read() - more),
                    count.unread() + more,
                    paths.stream().limit(MOST_PATHS).toList()));
        }
        return formats;
    }

    /** Programs of their own right: executable, no part of a package of a system or a language, and silent about themselves. */
    private TreeSet<String> unexplained() {
        Set<String> explained = new HashSet<>();
        evidence.goBinaries().stream().map(GoBinary::path).forEach(explained::add);
        evidence.content().versions().stream().map(RuntimeVersion::path).forEach(explained::add);
        Set<String> folders = folders(explained);
        Set<String> digests = DocumentDigests.of(evidence);
        Map<String, CodeFile> code = evidence.content().code();
        Set<String> executable = evidence.entries().stream()
                .filter(entry -> (entry.mode() & EXECUTABLE) != 0)
                .map(FileEntry::path)
                .filter(code::containsKey)
                .collect(Collectors.toSet());
        TreeSet<String> programs = new TreeSet<>();
        for (CodeFile file : code.values()) {
            boolean program = file.kind() == CodeKind.ELF && executable.contains(file.path());
            if (program
                    && file.owner().isEmpty()
                    && !explained.contains(file.path())
                    && !digests.contains(file.sha256())
                    && !isWithin(file.path(), folders)) {
                programs.add(file.path());
            }
        }
        return programs;
    }

    /** Folders of packages of languages and of runtimes; files that carry their own list are added to the explained. */
    private Set<String> folders(Set<String> explained) {
        Set<String> folders = new HashSet<>();
        evidence.files().forEach((path, content) -> {
            int member = path.indexOf(MEMBER);
            switch (content.format()) {
                case "rust-audit", "graalvm-sbom", "elf-package-note" ->
                    explained.add(member < 0 ? path : path.substring(0, member));
                case "jvm-release", "dotnet-deps", "node-package" -> folders.add(above(path, 1));
                case "python-metadata", "conda-meta", "ruby-gemspec" -> folders.add(above(path, 2));
                default -> {
                    // The others say nothing of a folder.
                }
            }
        });
        folders.remove("");
        return folders;
    }

    private static String above(String path, int levels) {
        String folder = path;
        for (int i = 0; i < levels; i++) {
            folder = folder.substring(0, Math.max(0, folder.lastIndexOf('/')));
        }
        return folder;
    }

    private static boolean isWithin(String path, Set<String> folders) {
        for (String folder = above(path, 1); !folder.isEmpty(); folder = above(folder, 1)) {
            if (folders.contains(folder)) {
                return true;
            }
        }
        return path.startsWith("nix/store/");
    }
}
