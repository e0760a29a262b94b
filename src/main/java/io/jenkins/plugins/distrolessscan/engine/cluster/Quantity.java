package io.jenkins.plugins.distrolessscan.engine.cluster;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes quantities: {@code 64Mi}, {@code 100m}, {@code 1e3}. */
final class Quantity {
    private static final Pattern FORM = Pattern.compile(
            "([0-9]{1,19}(?:\\.[0-9]{0,9})?|\\.[0-9]{1,9})" + "(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?[0-9]{1,2}))?");

    private static final Map<String, Integer> BINARY = Map.of("Ki", 1, "Mi", 2, "Gi", 3, "Ti", 4, "Pi", 5, "Ei", 6);

    private static final Map<String, Integer> DECIMAL =
            Map.of("n", -9, "u", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);

    private Quantity() {}

    /** The amount in units, rounded up; empty for what is no quantity or does not fit. */
    static OptionalLong units(String text) {
        return scaled(text, BigDecimal.ONE);
    }

    /** The amount in thousandths, rounded up. */
    static OptionalLong thousandths(String text) {
        return scaled(text, BigDecimal.valueOf(1000));
    }

    private static OptionalLong scaled(String text, BigDecimal factor) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return OptionalLong.empty();
        }
        BigDecimal amount = new BigDecimal(form.group(1));
        if (form.group(2) != null) {
            amount = amount.multiply(BigDecimal.valueOf(1024).pow(BINARY.get(form.group(2))));
        } else if (form.group(3) != null) {
            amount = amount.scaleByPowerOfTen(DECIMAL.get(form.group(3)));
        } else if (form.group(4) != null) {
            amount = amount.scaleByPowerOfTen(Integer.parseInt(form.group(4)));
        }
        BigDecimal whole = amount.multiply(factor).setScale(0, RoundingMode.CEILING);
        return whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                ? OptionalLong.of(whole.longValueExact())
                : OptionalLong.empty();
    }
}
