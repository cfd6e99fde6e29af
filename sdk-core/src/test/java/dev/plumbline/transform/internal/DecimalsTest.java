package dev.plumbline.transform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalsTest {
    @Test
    void spell_isTheShortestThatJsonAndYamlTake() {
        assertThat(Decimals.spell(37)).isEqualTo("37");
        assertThat(Decimals.spell(-0.0)).isEqualTo("0");
        assertThat(Decimals.spell(0.1)).isEqualTo("0.1");
        assertThat(Decimals.spell(-3.401197381662156)).isEqualTo("-3.401197381662156");
        assertThat(Decimals.spell(1e15)).isEqualTo("1000000000000000");
        assertThat(Decimals.spell(1e16)).isEqualTo("1.0e+16");
        assertThat(Decimals.spell(-1.25e-8)).isEqualTo("-1.25e-8");
        assertThat(Decimals.spell(2e-7)).isEqualTo("0.0000002");
        assertThat(Decimals.spell(Double.MIN_VALUE)).isEqualTo("5.0e-324");
        assertThat(Decimals.spell(Double.MAX_VALUE)).isEqualTo("1.7976931348623157e+308");
    }

    /** {@link Double#toString} of JDK 17 gives the first two as 8.399999999999999E22 and 3.9999999999999997E23. */
    @Test
    void spell_whereJdksDiffer_isTheSame() {
        assertThat(Decimals.spell(Double.parseDouble("8.4e22"))).isEqualTo("8.4e+22");
        assertThat(Decimals.spell(Double.parseDouble("4e23"))).isEqualTo("4.0e+23");
        assertThat(Decimals.spell(Double.parseDouble("1e23"))).isEqualTo("1.0e+23");
    }

    @Test
    void spell_ofAnyBits_readsBackToThem() {
        Random random = new Random(17);
        for (double x : Numbers.nasty(18, 20_000)) {
            assertThat(Double.parseDouble(Decimals.spell(x))).isEqualTo(x + 0.0);
        }
        for (int i = 0; i < 20_000; i++) {
            double x = Math.scalb(1.0, random.nextInt(2_046) - 1_022);
            assertThat(Double.parseDouble(Decimals.spell(x))).isEqualTo(x);
        }
    }
}
