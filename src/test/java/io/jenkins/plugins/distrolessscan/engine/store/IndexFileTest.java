package io.jenkins.plugins.distrolessscan.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.difference.Indexer;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.report.Reports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexFileTest {
    private static final ReportIndex INDEX = Indexer.of(Reports.sound());

    @Test
    void whatIsWrittenComesBack() throws IOException {
        assertThat(INDEX.findings()).isNotEmpty();
        assertThat(INDEX.packages()).isNotEmpty();
        assertThat(read(new String(IndexFile.write(INDEX), StandardCharsets.UTF_8)))
                .isEqualTo(INDEX);
    }

    @Test
    void aMemberOfALaterVersionIsIgnored() throws IOException {
        String text = new String(IndexFile.write(INDEX), StandardCharsets.UTF_8);
        assertThat(read(text.replaceFirst("\"identityVersion\"", "\"later\":[1],\"identityVersion\"")))
                .isEqualTo(INDEX);
    }

    @Test
    void aLaterFormatSaysSo() {
        assertThatThrownBy(() -> read("{\"format\":2,\"index\":{}}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("later version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "[]", "{\"format\":1}", "{\"format\":1,\"index\":null}", "{\"format\":1,\"index\":{}}"
            })
    void whatIsNoIndexIsDamagedAndNeverAnEmptyOne(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
    }

    private static ReportIndex read(String text) throws IOException {
        return IndexFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
