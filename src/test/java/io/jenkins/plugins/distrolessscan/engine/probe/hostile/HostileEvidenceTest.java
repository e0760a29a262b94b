package io.jenkins.plugins.distrolessscan.engine.probe.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.CpuTime;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.probe.EvidenceReader;
import io.jenkins.plugins.distrolessscan.engine.probe.EvidenceReader.MalformedEvidenceException;
import io.jenkins.plugins.distrolessscan.engine.probe.EvidenceWriter;
import io.jenkins.plugins.distrolessscan.engine.probe.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileEvidenceTest {
    @Test
    void aBombIsRefusedBeforeItIsHeld() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] lines = new byte[1024 * 1024];
            Arrays.fill(lines, (byte) ' ');
            lines[lines.length - 1] = '\n';
            for (int i = 0; i < 400; i++) {
                gzip.write(lines);
            }
        }
        refused(bomb.toByteArray());
        byte[] record = ("{\"t\":\"x\",\"y\":\"" + "z".repeat(1_000_000) + "\"}\n").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream valid = new ByteArrayOutputStream();
        valid.writeBytes((Records.PROBE + "\n" + Records.TARGET + "\n").getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 70; i++) {
            valid.writeBytes(record);
        }
        assertThat(refused(EvidenceWriter.compress(valid.toByteArray()))).contains("larger than 67108864 bytes");
    }

    @Test
    void moreRecordsThanAProbeWritesAreRefused() {
        String record = "{\"t\":\"x\"}";
        String[] many = new String[600_001];
        Arrays.fill(many, record);
        assertThat(refused(Records.sound().insert(many).gzip())).contains("more than 600000 records");
    }

    @Test
    void compressionIsOneWholeMemberAndNothingElse() {
        byte[] whole = Records.sound().gzip();
        assertThat(refused(concatenated(whole, whole))).contains("behind it");
        assertThat(refused(concatenated(whole, new byte[] {0}))).contains("behind it");
        assertThat(refused(concatenated(EvidenceWriter.compress(new byte[0]), whole)))
                .contains("behind it");
        for (int length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length));
        }
        byte[] named = whole.clone();
        named[3] = 8;
        refused(named);
        byte[] checksum = whole.clone();
        checksum[checksum.length - 8] ^= 1;
        assertThat(refused(checksum)).contains("checksum");
        byte[] size = whole.clone();
        size[size.length - 1] ^= 1;
        assertThat(refused(size)).contains("checksum");
        refused(new byte[0]);
        refused(new byte[100]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "null",
                "1",
                "\"t\"",
                "{\"t\":\"entry\"",
                "{\"t\":\"entry\"}}",
                "{\"t\":\"entry\"}{\"t\":\"entry\"}",
                "{\"t\":1}",
                "{\"t\":null}",
                "{\"t\":\"entry\",\"p\":\"a\",\"p\":\"b\"}",
                "{\"t\":\"entry\",\"p\":\"a\",\"pb\":\"YQ==\"}",
                "{\"t\":\"entry\",\"pb\":\"***\"}",
                "{\"t\":\"entry\",\"p\":[1]}",
                "{\"t\":\"entry\",\"p\":{}}",
                "{\"t\":\"entry\",\"p\":\"a\",\"m\":4096}",
                "{\"t\":\"entry\",\"p\":\"a\",\"m\":-1}",
                "{\"t\":\"entry\",\"p\":\"a\",\"m\":1.5}",
                "{\"t\":\"entry\",\"p\":\"a\",\"m\":1e3}",
                "{\"t\":\"entry\",\"p\":\"a\",\"m\":\"420\"}",
                "{\"t\":\"entry\",\"p\":\"a\",\"m\":NaN}",
                "{\"t\":\"entry\",\"p\":\"a\",\"u\":4294967296}",
                "{\"t\":\"entry\",\"p\":\"a\",\"s\":9223372036854775808}",
                "{\"t\":\"entry\",\"p\":\"a\",\"s\":-1}",
                "{\"t\":\"entry\",\"p\":\"a\",\"s\":99999999999999999999999999}",
                "{\"t\":\"entry\",\"p\":\"a\",\"fc\":\"zz\"}",
                "{\"t\":\"entry\",\"p\":\"a\",\"pruned\":1}",
                "{\"t\":\"process\",\"pid\":0}",
                "{\"t\":\"process\",\"pid\":4294967297}",
                "{\"t\":\"file\",\"p\":\"a\",\"db\":\"=\"}",
                "{\"t\":\"file\",\"p\":\"a\",\"db\":\"YQ==\",\"d\":\"a\"}",
                "{\"t\":\"entry\",\"p\":\"\u0001\"}",
                "{\"t\":\"x\",\"y\":[[[[[[[[[[1]]]]]]]]]]}",
                "{\"t\":\"x\",\"groups\":[1,[2]]}",
                "{\"t\":\"x\",\"groups\":[true]}"
            })
    void aMalformedRecordSpoilsTheWhole(String record) {
        assertThat(refused(Records.sound().insert(record).gzip())).doesNotContain("***", "zz");
    }

    @Test
    void malformedHeadRecordsAreRefused() {
        refused(Records.sound().replace("\"enforced\"", "\"maybe\"").gzip());
        refused(Records.sound().replace("\"cgroup\"", "\"CGROUP \"").gzip());
        refused(Records.sound().replace("\"seccomp\":2", "\"seccomp\":3").gzip());
        refused(Records.sound().replace("\"prm\":\"0\"", "\"prm\":\"0x0\"").gzip());
        refused(Records.sound()
                .replace("\"prm\":\"0\"", "\"prm\":\"" + "0".repeat(17) + "\"")
                .gzip());
        refused(Records.sound()
                .replace("\"version\":\"1.0.0\"", "\"version\":\"" + "1".repeat(257) + "\"")
                .gzip());
    }

    @Test
    void longTextsAreRefused() {
        refused(Records.sound()
                .insert("{\"t\":\"entry\",\"p\":\"" + "a".repeat(20_000) + "\"}")
                .gzip());
        refused(Records.sound()
                .insert("{\"t\":\"error\",\"op\":\"" + "a".repeat(300) + "\"}")
                .gzip());
        refused(Records.sound()
                .insert("{\"" + "n".repeat(1000) + "\":1,\"t\":\"x\"}")
                .gzip());
        refused(Records.sound()
                .insert("{\"t\":\"x\",\"y\":\"" + "a".repeat(9 * 1024 * 1024) + "\"}")
                .gzip());
        refused(Records.sound()
                .insert("{\"t\":\"file\",\"p\":\"a\",\"d\":\"" + "a".repeat(4 * 1024 * 1024 + 1) + "\"}")
                .gzip());
        refused(Records.sound()
                .insert("{\"t\":\"target\",\"groups\":[" + "1,".repeat(5000) + "1]}")
                .gzip());
    }

    @Test
    void pathsThatLeaveTheRootAreLeftOutAndCounted() throws Exception {
        String[] paths = {"/etc/shadow", "..", "../x", "a/../b", "a/..", "", "a//b", "a/", "./a", "a/./b"};
        String[] records = Arrays.stream(paths)
                .map(path -> "{\"t\":\"entry\",\"p\":\"" + path + "\",\"k\":\"f\"}")
                .toArray(String[]::new);
        Evidence read = EvidenceReader.read(Records.sound()
                .insert(records)
                .insert("{\"t\":\"entry\",\"k\":\"f\"}", "{\"t\":\"entry\",\"pb\":\"" + base64("../x") + "\"}")
                .insert("{\"t\":\"file\",\"p\":\"../etc/passwd\",\"d\":\"\"}", "{\"t\":\"go\",\"p\":\"/x\"}")
                .insert("{\"t\":\"mount\",\"p\":\"/\"}", "{\"t\":\"entry\",\"p\":\"..a/...\",\"k\":\"f\"}")
                .gzip());
        assertThat(read.entries()).extracting(FileEntry::path).containsExactly("..a/...");
        assertThat(read.files()).isEmpty();
        assertThat(read.mounts()).isEmpty();
        assertThat(read.goBinaries()).isEmpty();
        assertThat(read.limits())
                .containsExactly(
                        new Evidence.Limit(Evidence.Limit.REFUSED, "15 records without a path below the root"));
    }

    @Test
    void namesThatWouldLieOnAScreenAreEscaped() throws Exception {
        Evidence read = EvidenceReader.read(Records.sound()
                .insert(
                        "{\"t\":\"entry\",\"p\":\"a\\u0000b\\n\\u001b[31m\\u007f\\u0085\",\"k\":\"f\"}",
                        "{\"t\":\"entry\",\"p\":\"exe.\\u202etxt\\u2066\\ufeff\",\"k\":\"f\"}",
                        "{\"t\":\"entry\",\"p\":\"\\ud83d\\ude00\",\"k\":\"f\"}",
                        "{\"t\":\"entry\",\"p\":\"half\\ud83d\",\"k\":\"f\"}",
                        "{\"t\":\"process\",\"pid\":1,\"name\":\"a\\nb\"}")
                .gzip());
        assertThat(read.entries())
                .extracting(FileEntry::path)
                .containsExactly(
                        "a\\x00b\\x0a\\x1b[31m\\x7f\\xc2\\x85",
                        "exe.\\xe2\\x80\\xaetxt\\xe2\\x81\\xa6\\xef\\xbb\\xbf",
                        "\ud83d\ude00",
                        "half?");
        assertThat(read.processes().get(0).name()).isEqualTo("a\\x0ab");
    }

    @Test
    void anyBytesEndInASentence() {
        Random random = new Random(7);
        byte[] sound = Records.sound()
                .insert("{\"t\":\"entry\",\"p\":\"a\",\"k\":\"f\"}")
                .bytes();
        for (int i = 0; i < 5000; i++) {
            byte[] damaged = sound.clone();
            for (int j = 0; j <= random.nextInt(3); j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                EvidenceReader.read(EvidenceWriter.compress(damaged));
            } catch (MalformedEvidenceException e) {
                assertThat(e.getMessage()).endsWith(".");
            }
        }
    }

    @Test
    void theLargestEvidenceIsReadInSeconds() throws Exception {
        String[] many = new String[599_000];
        Arrays.fill(many, "{\"t\":\"entry\",\"p\":\"a/b/c/d\",\"k\":\"f\",\"m\":420,\"u\":0,\"g\":0,\"mt\":1,\"s\":1}");
        byte[] gzip = Records.sound().insert(many).gzip();
        assertThat(CpuTime.of(() -> EvidenceReader.read(gzip))).isLessThan(Duration.ofSeconds(60));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static String refused(byte[] gzip) {
        String[] message = new String[1];
        assertThatThrownBy(() -> EvidenceReader.read(gzip))
                .isInstanceOfSatisfying(MalformedEvidenceException.class, e -> message[0] = e.getMessage());
        assertThat(message[0]).endsWith(".");
        return message[0];
    }
}
