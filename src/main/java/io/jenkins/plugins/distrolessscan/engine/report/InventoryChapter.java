package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage.FormatCoverage;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage.OperatingSystem;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedPackages;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Block;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packages, what of them ran, and what of what is there was not read. */
final class InventoryChapter {
    private static final String ID = "inventory";
    private static final int MOST_PROGRAMS = 20;
    private static final String TITLE = "Inventory";

    private InventoryChapter() {}

    static Optional<Section> section(ScanReport report) {
        SubjectTargets targets = SubjectTargets.of(report);
        List<Block> blocks = new ArrayList<>();
        packages(report.inventory(), blocks);
        report.subjects().stream().limit(Page.MOST_ROWS).forEach(subject -> coverage(subject, targets, blocks));
        loaded(report, blocks);
        if (!report.inventory().isEmpty()) {
            blocks.add(list(report.inventory(), targets));
        }
        return Optional.of(new Section(ID, TITLE, blocks));
    }

    private static void packages(List<InventoryItem> packages, List<Block> blocks) {
        if (packages.isEmpty()) {
            blocks.add(Block.paragraph("No package was found in what could be read."));
            return;
        }
        Map<String, Long> types = packages.stream()
                .collect(Collectors.groupingBy(InventoryItem::type, TreeMap::new, Collectors.counting()));
        blocks.add(Block.Table.of(
                "Packages by type",
                List.of("Type", "Packages"),
                List.copyOf(types.entrySet()),
                e -> List.of(Phrase.name(e.getKey()), Phrase.number(e.getValue()))));
        blocks.add(Block.paragraph(
                "What a database or a manifest says is declared by the image; nothing proves it. A package of"
                        + " a program is what the program's linker wrote into it. A file's name alone is a guess, and a document is its"
                        + " author's word."));
    }

    /** What of one subject was read, and what was not. */
    private static void coverage(Subject subject, SubjectTargets targets, List<Block> blocks) {
        InventoryCoverage coverage = subject.inventory();
        String where = targets.words(subject.id());
        if (!coverage.counted()) {
            blocks.add(new Block.Paragraph(Phrase.name(where)
                    .text(": it is not known whether this is all, because what is there was not counted.")));
            return;
        }
        blocks.add(new Block.Paragraph(Phrase.name(where)
                .text(": system " + system(coverage.system()) + ". ")
                .text(
                        coverage.complete()
                                ? "All that was found of packages was read, and every program is explained by one."
                                : "The inventory is not known to be complete: " + why(coverage) + ".")));
        if (!coverage.formats().isEmpty()) {
            blocks.add(Block.Table.of(
                    "Package formats that were found",
                    List.of("Format", "Found", "Read", "Not read", "Files that were not read"),
                    coverage.formats(),
                    InventoryChapter::row));
        }
        if (coverage.unexplained() > 0) {
            blocks.add(new Block.Paragraph(Phrase.of(Words.count(coverage.unexplained(), "program")
                            + " that no package, no build info and no document explains, so that it is not known what is in"
                            + " it: ")
                    .code(coverage.programs().stream().limit(MOST_PROGRAMS).collect(Collectors.joining(", ")))
                    .text(
                            coverage.unexplained() > MOST_PROGRAMS
                                    ? " and " + Words.number(coverage.unexplained() - MOST_PROGRAMS) + " more"
                                    : "")));
        }
        coverage.remarks().forEach(remark -> blocks.add(Block.paragraph(remark)));
    }

    private static String why(InventoryCoverage coverage) {
        long unread =
                coverage.formats().stream().mapToLong(FormatCoverage::unread).sum();
        return Stream.of(
                        unread > 0 ? Words.count(unread, "file") + " of package formats not read" : "",
                        coverage.unexplained() > 0
                                ? Words.count(coverage.unexplained(), "program") + " not explained"
                                : "",
                        coverage.remarks().isEmpty()
                                ? ""
                                : Words.count(coverage.remarks().size(), "thing") + " not known of single packages")
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String system(OperatingSystem system) {
        if (system.id().isEmpty()) {
            return "not known";
        }
        String release = system.version().isEmpty() ? system.codename() : system.version();
        return system.id() + (release.isEmpty() ? ", its release is not known" : " " + release);
    }

    private static List<Phrase> row(FormatCoverage format) {
        return List.of(
                Phrase.name(format.id()).text(" " + format.what()),
                Phrase.number(format.found()),
                Phrase.number(format.read()),
                format.unread() == 0 ? Phrase.number(0) : Phrase.tone(Words.number(format.unread()), Tone.WARN),
                Phrase.names(format.paths(), "none"));
    }

    private static void loaded(ScanReport report, List<Block> blocks) {
        List<TargetReport> looked = report.targets().stream()
                .filter(target -> target.loaded().looked())
                .toList();
        if (looked.isEmpty()) {
            blocks.add(Block.paragraph("Which packages are loaded is not known: nobody looked at the processes."));
            return;
        }
        blocks.add(Block.Table.of(
                "Packages in use at the moment of the scan, which is no history",
                List.of("Target", "Loaded", "Opened", "Not seen loaded", "Cannot tell", "Looked at", "Had run for"),
                looked,
                InventoryChapter::row));
    }

    private static List<Phrase> row(TargetReport target) {
        LoadedPackages loaded = target.loaded();
        String causes = loaded.cannotTell().stream()
                .map(cause -> Words.number(cause.packages()) + " " + cause.cause())
                .collect(Collectors.joining(", "));
        return List.of(
                Phrase.name(target.target().key()),
                Phrase.number(loaded.loaded().size()),
                Phrase.number(loaded.opened().size()),
                Phrase.number(loaded.notSeen().size()),
                Phrase.of(causes.isEmpty() ? "0" : causes),
                Phrase.of(target.moment().map(Words::time).orElse("not known")),
                Phrase.of(target.running() < 0 ? "not known" : Words.number(target.running()) + " s"));
    }

    private static Block list(List<InventoryItem> packages, SubjectTargets targets) {
        return new Block.Fold(
                "Packages: " + Words.number(packages.size()),
                List.of(Block.Table.of(
                        "Packages",
                        List.of(
                                "Package",
                                "Version",
                                "Type",
                                "Known from",
                                "Source",
                                "Where",
                                "Package URL",
                                "Location"),
                        packages,
                        p -> List.of(
                                Phrase.name(p.name()),
                                p.version().isEmpty() ? Phrase.tone("None named", Tone.WARN) : Phrase.name(p.version()),
                                Phrase.name(p.type()),
                                Phrase.of(Words.word(p.origin())),
                                source(p),
                                Phrase.of(targets.words(p.subjects())),
                                Phrase.nameOr(p.purl(), "none"),
                                Phrase.names(p.locations(), "not known")))));
    }

    private static Phrase source(InventoryItem item) {
        String name = item.sourceName().isEmpty() && !item.sourceVersion().isEmpty() ? item.name() : item.sourceName();
        return name.isEmpty() ? Phrase.of("") : Phrase.name((name + " " + item.sourceVersion()).strip());
    }
}
