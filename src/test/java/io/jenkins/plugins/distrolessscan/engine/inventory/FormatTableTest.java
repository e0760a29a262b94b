package io.jenkins.plugins.distrolessscan.engine.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of formats is one, and the last chapter of {@code docs/inventory.md} is written from it: {@code -Dgolden.rewrite=true}. */
class FormatTableTest {
    /** Formats whose packages come of more than one text, or of none. */
    private static final Set<String> OF_THEIR_OWN = Set.of(
            "go-buildinfo",
            "java-archive",
            "java-manifest",
            "java-pom-properties",
            "nix-store",
            "runtime-version",
            "yarn-cache",
            "node-package-zipped");

    @Test
    void theProbeHasTheSameTable() throws IOException {
        try (InputStream mine = FormatTable.class.getResourceAsStream("formats.json")) {
            assertThat(mine.readAllBytes())
                    .isEqualTo(Files.readAllBytes(home().resolve("probe/internal/formats/formats.json")));
        }
    }

    @Test
    void everyFormatThatIsReadHasItsCataloger() {
        Set<String> read = Catalogers.all().stream()
                .flatMap(cataloger -> cataloger.formats().stream())
                .collect(Collectors.toSet());
        assertThat(FormatTable.load().all().stream()
                        .filter(FormatTable.Format::read)
                        .map(FormatTable.Format::id)
                        .filter(id -> !OF_THEIR_OWN.contains(id))
                        .collect(Collectors.toSet()))
                .isSubsetOf(read);
    }

    @Test
    void formatsAreFoundByTheirId() {
        FormatTable table = FormatTable.load();
        assertThat(table.format("rpm-bdb").orElseThrow().database()).isTrue();
        assertThat(table.format("rpm-bdb").orElseThrow().read()).isFalse();
        assertThat(table.format("none")).isEmpty();
    }

    @Test
    void thePageListsTheFormatsAsTheyAre() throws IOException {
        Path page = home().resolve("docs/inventory.md");
        String text = Files.readString(page);
        String before = text.substring(0, text.indexOf("## What is looked for"));
        String wanted = before + """
                ## What is looked for

                The package formats that the probe looks for and what of each leaves the target. This chapter is written from the table that is built
                into the probe and into the engine.

                What is there of a format and was not read is told by its name: in the report, and in the counts of each format. Of a database of the
                system's packages it makes the target incomplete, of every other format the inventory.
                All of it is the target's word: see [probe-protocol.md](probe-protocol.md).

                """ + FormatTable.load().page();
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(page, wanted);
        }
        assertThat(Files.readString(page)).isEqualTo(wanted);
    }

    private static Path home() {
        return Path.of(System.getProperty("distrolessscan.home", "."));
    }
}
