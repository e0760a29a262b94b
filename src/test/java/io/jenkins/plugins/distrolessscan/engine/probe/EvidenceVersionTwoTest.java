package io.jenkins.plugins.distrolessscan.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.CodeKind;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.OwnerCheck;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Mapping;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What version 2 of the evidence adds is written, and read again as it was. */
class EvidenceVersionTwoTest {
    private static final String HASH = "0a".repeat(32);

    @Test
    void everyMemberComesBack() throws Exception {
        Evidence e = evidence();
        Evidence read = EvidenceReader.read(EvidenceWriter.gzip(e));
        assertThat(read.runtime()).isEqualTo(e.runtime());
        assertThat(read.content()).isEqualTo(e.content());
        assertThat(read.processes()).isEqualTo(e.processes());
        assertThat(read.entries()).isEqualTo(e.entries());
        Evidence.Content member = read.file("app/a.jar!/META-INF/MANIFEST.MF").orElseThrow();
        assertThat(member.reduced()).isTrue();
        assertThat(member.cut()).isFalse();
        assertThat(member.format()).isEqualTo("java-manifest");
    }

    @Test
    void evidenceOfVersionOneSaysNothingOfWhatItDoesNotKnow() throws Exception {
        Evidence read = EvidenceReader.read(Records.sound().gzip());
        assertThat(read.runtime()).isEqualTo(RuntimeEvidence.NONE);
        assertThat(read.content()).isEqualTo(ContentEvidence.NONE);
    }

    @Test
    void whatMayBeThereOnceIsRefusedTwice() {
        String clock = "{\"t\":\"clock\",\"bootAt\":1,\"startedAt\":2}";
        assertThatThrownBy(() ->
                        EvidenceReader.read(Records.sound().insert(clock, clock).gzip()))
                .hasMessageContaining("twice");
        String code = "{\"t\":\"code\",\"p\":\"a\"}";
        assertThatThrownBy(() ->
                        EvidenceReader.read(Records.sound().insert(code, code).gzip()))
                .hasMessageContaining("twice");
    }

    @Test
    void listsOfTheWrongKindAreRefused() {
        for (String record : List.of(
                "{\"t\":\"self\",\"argv\":[1]}",
                "{\"t\":\"self\",\"argv\":[\"" + "x".repeat(300) + "\"]}",
                "{\"t\":\"self\",\"argv\":[\"a\",1]}",
                "{\"t\":\"code\",\"p\":\"a\",\"h\":\"" + "g".repeat(64) + "\"}",
                "{\"t\":\"format\",\"id\":\"x\",\"found\":-1}")) {
            assertThatThrownBy(() ->
                            EvidenceReader.read(Records.sound().insert(record).gzip()))
                    .as(record)
                    .isInstanceOf(EvidenceReader.MalformedEvidenceException.class);
        }
    }

    @Test
    void aProcessStartIsATimeOfTheKernelsClock() {
        assertThat(new RuntimeEvidence.Clock(1_000_000, 100, 5_000, 1_050_000, 0).at(5_150))
                .isEqualTo(1_051_500);
    }

    private static Evidence evidence() {
        Evidence e = Frames.distroless();
        List<FileEntry> entries = List.of(new FileEntry(
                "app",
                FileEntry.Kind.FOLDER,
                0755,
                0,
                0,
                0,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(1_050_001L)));
        byte[] manifest = "Bundle-Version: 1\n".getBytes(StandardCharsets.US_ASCII);
        return new Evidence(
                e.probe(),
                e.target(),
                List.of(
                        new Evidence.Process(1, "app", 1, 2, 5_000, true, "app/run", Optional.empty()),
                        new Evidence.Process(8, "b", 3, 4, 5_100, true, "", Optional.of("EACCES"))),
                e.mounts(),
                entries,
                Map.of(
                        "app/a.jar!/META-INF/MANIFEST.MF",
                        new Evidence.Content(manifest, manifest.length, false, true, "java-manifest")),
                List.of(),
                List.of(),
                List.of(),
                e.end(),
                new RuntimeEvidence(
                        Optional.of(new RuntimeEvidence.Self(List.of("/probe", "--cap=1"), "4a".repeat(32))),
                        Optional.of(new RuntimeEvidence.Clock(1_000_000, 100, 5_000, 1_050_000, 1_060_000)),
                        Optional.of(pressure(3)),
                        Optional.of(pressure(4)),
                        List.of(new RuntimeEvidence.Ended(8, "worker", 5_200)),
                        List.of(
                                new RuntimeEvidence.LoadedFile(
                                        "usr/lib/libc.so.6", false, Mapping.EXECUTE, false, 2, 5_000, true, "", ""),
                                new RuntimeEvidence.LoadedFile(
                                        "data/\\xff.so", true, Mapping.READ, true, 1, 5_001, false, "data", "memfd")),
                        Optional.of(new RuntimeEvidence.Looked(1, 2, 1, "EACCES:1", 5, 6)),
                        Optional.of(new RuntimeEvidence.Work(1, 2, 3, 4, 5, 6))),
                new ContentEvidence(
                        List.of(
                                new ContentEvidence.ArchiveFile("app/a.jar", 3, 4, Optional.empty()),
                                new ContentEvidence.ArchiveFile("app/b.jar", 0, 0, Optional.of("ratio"))),
                        List.of(new ContentEvidence.RuntimeVersion("usr/bin/node", "node", "20.1.0")),
                        Map.of(
                                "app/run",
                                new ContentEvidence.CodeFile(
                                        "app/run", CodeKind.ELF, "libc6", "dpkg-list", OwnerCheck.MISMATCH, HASH, true),
                                "app/x",
                                new ContentEvidence.CodeFile(
                                        "app/x", CodeKind.OTHER, "", "", OwnerCheck.NOT_COMPARED, "", false)),
                        List.of(new ContentEvidence.FormatCount("rpm-bdb", 2, 1, 1, List.of("var/lib/rpm/Packages")))));
    }

    private static RuntimeEvidence.Pressure pressure(long kills) {
        return new RuntimeEvidence.Pressure(
                2,
                "",
                Optional.of(1L << 26),
                Optional.of(2L),
                Optional.of(5L),
                Optional.empty(),
                Optional.of(kills),
                Optional.of(0L),
                Optional.of(9L),
                12,
                Optional.of(100L),
                Optional.of(1L),
                30);
    }
}
