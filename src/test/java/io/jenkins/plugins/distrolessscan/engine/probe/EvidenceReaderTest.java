package io.jenkins.plugins.distrolessscan.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds for honest evidence, and for evidence of a probe that is newer than the reader. */
class EvidenceReaderTest {
    @Test
    void whatIsWrittenIsRead() throws Exception {
        List<FileEntry> entries = new ArrayList<>(Frames.distroless().entries());
        entries.add(Frames.file("odd\\xff\\x0aname", 0600));
        entries.add(Frames.failed(Frames.folder("root", 0700), "EACCES"));
        entries.add(new FileEntry(
                "app/net",
                FileEntry.Kind.FILE,
                0755,
                65532,
                4294967294L,
                Long.MAX_VALUE,
                -1,
                Optional.empty(),
                Optional.of("0000000000000400"),
                Optional.empty()));
        Evidence written = Frames.evidence(entries, Map.of("etc/os-release", "ID=\u0001\n", "etc/passwd", "ä\n"));
        Evidence read = EvidenceReader.read(EvidenceWriter.gzip(written));
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("end.records")
                .isEqualTo(written);
        assertThat(read.end().records()).isEqualTo(2 + 1 + 2 + entries.size() + 2 + 1);
    }

    @Test
    void unknownRecordsAndMembersAreCountedAndLeftOut() throws Exception {
        Evidence read = read(Records.sound()
                .insert(
                        "{\"t\":\"novelty\",\"deep\":{\"a\":[1.5,null,{}]}}",
                        "{\"t\":\"entry\",\"p\":\"a\",\"k\":\"f\",\"novel\":[[1]],\"m\":420}"));
        assertThat(read.entry("a").orElseThrow().mode()).isEqualTo(0644);
        assertThat(read.end().records()).isEqualTo(5);
    }

    @Test
    void anotherFormatIsRefusedByName() {
        refused(Records.sound().replace("\"format\":1", "\"format\":3"), "update one of the two");
    }

    @Test
    void aMissingEndOrAnotherCountIsRefused() {
        refused(Records.sound().drop("\"end\""), "cut");
        refused(Records.sound().replace("\"records\":3", "\"records\":4"), "counts other records");
        refused(Records.sound().replace("\"entries\":0", "\"entries\":1"), "counts other records");
        refused(Records.sound().replace("\"files\":0", "\"files\":1"), "counts other records");
        refused(Records.sound().replace("\"goBinaries\":0", "\"goBinaries\":1"), "counts other records");
    }

    @Test
    void recordsThatMayBeThereOnceAreRefusedTwice() {
        refused(Records.sound().insert(Records.PROBE), "twice");
        refused(Records.sound().insert(Records.TARGET), "twice");
        refused(Records.sound().insert(Records.END), "behind its last record");
        refused(Records.sound().drop("\"probe\""), "does not begin");
        refused(Records.sound().drop("\"target\""), "does not begin");
        refused(
                Records.sound()
                        .insert(
                                "{\"t\":\"file\",\"p\":\"etc/passwd\",\"d\":\"a\"}",
                                "{\"t\":\"file\",\"p\":\"etc/passwd\",\"d\":\"b\"}"),
                "content of a file twice");
    }

    @Test
    void textBehindTheLastRecordIsRefused() {
        byte[] records = Records.sound().bytes();
        byte[] longer = java.util.Arrays.copyOf(records, records.length + 1);
        longer[records.length] = ' ';
        assertThatThrownBy(() -> EvidenceReader.read(EvidenceWriter.compress(longer)))
                .hasMessageContaining("within a record");
    }

    @Test
    void aFileIsCutWhenItSaysSoOrIsShorterThanItsSize() throws Exception {
        Evidence read = read(Records.sound()
                .insert(
                        "{\"t\":\"file\",\"p\":\"a\",\"d\":\"abc\",\"s\":3}",
                        "{\"t\":\"file\",\"p\":\"b\",\"d\":\"abc\",\"s\":4}",
                        "{\"t\":\"file\",\"p\":\"c\",\"db\":\"YWJj\",\"s\":3,\"cut\":true}"));
        assertThat(read.file("a").orElseThrow().cut()).isFalse();
        assertThat(read.file("b").orElseThrow().cut()).isTrue();
        assertThat(read.file("c").orElseThrow().cut()).isTrue();
        assertThat(read.file("c").orElseThrow().text()).isEqualTo("abc");
    }

    @Test
    void aTargetWithoutProcessHasNoStatus() throws Exception {
        Evidence read = read(Records.sound()
                .replace(
                        Records.TARGET,
                        "{\"t\":\"target\",\"proof\":\"none\",\"rootReadable\":false,\"rootError\":\"ESRCH\"}"));
        assertThat(read.target().status()).isEmpty();
        assertThat(read.target().proof()).isEqualTo(Evidence.ProofOfTarget.NONE);
    }

    static Evidence read(Records records) throws Exception {
        return EvidenceReader.read(records.gzip());
    }

    static void refused(Records records, String words) {
        assertThatThrownBy(() -> read(records))
                .isInstanceOf(EvidenceReader.MalformedEvidenceException.class)
                .hasNoCause()
                .hasMessageContaining(words)
                .hasMessageEndingWith(".");
    }
}
