package io.jenkins.plugins.distrolessscan.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "128974848,128974848",
        "129e6,129000000",
        "129M,129000000",
        "123Mi,128974848",
        "1.5Gi,1610612736",
        "0.5Mi,524288",
        ".5Mi,524288",
        "1500m,2",
        "1Ki,1024",
        "0,0",
        "1E,1000000000000000000"
    })
    void amountsAreReadAsTheApiWritesThem(String text, long units) {
        assertThat(Quantity.units(text)).hasValue(units);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mi", "-1", "1 Gi", "1mi", "1e", "1e999", "99999999999999999999", "9Ei9", "8Ei", "NaN"})
    void whatIsNoAmountOrTooLargeIsNone(String text) {
        assertThat(Quantity.units(text)).isEmpty();
    }

    @Test
    void coresAreReadInThousandths() {
        assertThat(Quantity.thousandths("250m")).hasValue(250);
        assertThat(Quantity.thousandths("2")).hasValue(2_000);
        assertThat(Quantity.thousandths("100u")).hasValue(1);
    }
}
