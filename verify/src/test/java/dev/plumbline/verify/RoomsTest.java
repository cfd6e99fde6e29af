package dev.plumbline.verify;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Which room may use which, and what no room may do. */
@AnalyzeClasses(packages = "dev.plumbline", importOptions = ImportOption.DoNotIncludeTests.class)
final class RoomsTest {
    private static final String[] LANGUAGE = {"java..", "org.jspecify.."};

    @ArchTest
    static final ArchRule feature_needs_only_the_jdk = onlyUses("dev.plumbline.feature..");

    @ArchTest
    static final ArchRule transform_needs_only_feature_and_yaml =
            onlyUses("dev.plumbline.transform..", "dev.plumbline.feature..", "org.snakeyaml.engine..");

    @ArchTest
    static final ArchRule model_needs_only_transform_and_feature =
            onlyUses("dev.plumbline.transform.model..", "dev.plumbline.transform", "dev.plumbline.feature..");

    @ArchTest
    static final ArchRule transform_knows_nothing_of_what_carries_it = noClasses()
            .that()
            .resideInAPackage("dev.plumbline.transform")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.plumbline.transform.model..");

    @ArchTest
    static final ArchRule runtime_needs_only_telemetry =
            onlyUses("dev.plumbline.runtime..", "io.micrometer..", "io.opentelemetry..");

    @ArchTest
    static final ArchRule transport_needs_only_feature_and_runtime =
            onlyUses("dev.plumbline.transport..", "dev.plumbline.feature..", "dev.plumbline.runtime..");

    @ArchTest
    static final ArchRule auth_needs_only_transport_and_runtime = onlyUses(
            "dev.plumbline.auth..",
            "dev.plumbline.transport",
            "dev.plumbline.runtime",
            "javax.net.ssl..",
            "io.micrometer..",
            "org.slf4j..");

    @ArchTest
    static final ArchRule cache_needs_only_feature_and_runtime = classes()
            .that()
            .resideInAPackage("dev.plumbline.cache")
            .should()
            .onlyDependOnClassesThat(in(
                    "dev.plumbline.cache",
                    "dev.plumbline.feature..",
                    "dev.plumbline.runtime..",
                    "java..",
                    "org.jspecify.."));

    @ArchTest
    static final ArchRule log_needs_only_feature_transform_and_runtime = onlyUses(
            "dev.plumbline.log..",
            "dev.plumbline.feature..",
            "dev.plumbline.transform",
            "dev.plumbline.runtime..",
            "org.slf4j..");

    @ArchTest
    static final ArchRule policy_needs_only_feature_and_transport =
            onlyUses("dev.plumbline.policy..", "dev.plumbline.feature..", "dev.plumbline.transport..");

    @ArchTest
    static final ArchRule cli_needs_only_transform_and_its_readers = onlyUses(
            "dev.plumbline.cli..",
            "dev.plumbline.transform..",
            "dev.plumbline.feature",
            "com.fasterxml.jackson.core..",
            "org.apache.commons.csv..",
            "picocli..");

    @ArchTest
    static final ArchRule http_needs_only_the_seam_the_jdk_and_jacksons_core = onlyUses(
            "dev.plumbline.http..",
            "dev.plumbline.auth",
            "dev.plumbline.transport",
            "dev.plumbline.runtime",
            "dev.plumbline.feature",
            "com.fasterxml.jackson.core..",
            "javax.net.ssl..");

    @ArchTest
    static final ArchRule nobody_needs_the_cli = noClasses()
            .that()
            .resideOutsideOfPackage("dev.plumbline.cli..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.plumbline.cli.."));

    @ArchTest
    static final ArchRule front_door_knows_one_class_of_the_pipeline = noClasses()
            .that()
            .resideInAPackage("dev.plumbline")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.plumbline.internal..").and(DescribedPredicate.not(door())));

    @ArchTest
    static final ArchRule the_pipeline_has_one_door = classes()
            .that()
            .resideInAPackage("dev.plumbline.internal..")
            .and()
            .areTopLevelClasses()
            .and()
            .doNotHaveSimpleName("ClientAssembler")
            .and()
            .doNotHaveSimpleName("package-info")
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule modules_stay_out_of_each_others_internals = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.plumbline.grpc..",
                    "dev.plumbline.http..",
                    "dev.plumbline.cache.tiered..",
                    "dev.plumbline.spark..",
                    "dev.plumbline.testing..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.plumbline.internal..", "dev.plumbline.feature.internal.."));

    @ArchTest
    static final ArchRule foreign_types_stay_out_of_public_signatures = classes()
            .that()
            .resideOutsideOfPackages("dev.plumbline.internal..", "..internal..")
            .and()
            .arePublic()
            .should(showNoTypeOf(
                    "com.github.benmanes.caffeine",
                    "net.rubyeye.xmemcached",
                    "dev.failsafe",
                    "com.google.protobuf",
                    "com.fasterxml.jackson"));

    @ArchTest
    static final ArchRule no_global_state = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.ThreadLocal")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.opentelemetry.api.GlobalOpenTelemetry")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.micrometer.core.instrument.Metrics")
            .orShould()
            .callMethod(Runtime.class, "addShutdownHook", Thread.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule no_common_pool_and_no_hidden_timer = noClasses()
            .should()
            .callMethod(java.util.concurrent.ForkJoinPool.class, "commonPool")
            .orShould()
            .callMethod(
                    java.util.concurrent.CompletableFuture.class,
                    "orTimeout",
                    long.class,
                    java.util.concurrent.TimeUnit.class)
            .orShould()
            .callMethod(java.util.concurrent.CompletableFuture.class, "supplyAsync", java.util.function.Supplier.class)
            .orShould()
            .callMethod(java.util.concurrent.CompletableFuture.class, "runAsync", Runnable.class);

    @ArchTest
    static final ArchRule names_say_what_a_thing_is = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Util");

    private static ArchRule onlyUses(String room, String... others) {
        String[] allowed = new String[others.length + LANGUAGE.length + 1];
        System.arraycopy(others, 0, allowed, 0, others.length);
        System.arraycopy(LANGUAGE, 0, allowed, others.length, LANGUAGE.length);
        allowed[allowed.length - 1] = room;
        return classes().that().resideInAPackage(room).should().onlyDependOnClassesThat(in(allowed));
    }

    /** Classes of these packages, and arrays of primitives, which have none. */
    private static DescribedPredicate<JavaClass> in(String... packages) {
        return resideInAnyPackage(packages)
                .or(DescribedPredicate.describe(
                        "primitives", type -> type.getBaseComponentType().isPrimitive()));
    }

    private static DescribedPredicate<JavaClass> door() {
        return DescribedPredicate.describe(
                "the door", type -> type.getFullName().startsWith("dev.plumbline.internal.ClientAssembler"));
    }

    private static ArchCondition<JavaClass> showNoTypeOf(String... packages) {
        return new ArchCondition<>("show no foreign type") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMembers().stream()
                        .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC)
                                || member.getModifiers().contains(JavaModifier.PROTECTED))
                        .forEach(member -> member.getAllInvolvedRawTypes().stream()
                                .filter(shown -> startsWithAny(shown.getPackageName(), packages))
                                .forEach(shown -> events.add(SimpleConditionEvent.violated(
                                        member, member.getFullName() + " shows " + shown.getFullName()))));
            }
        };
    }

    private static boolean startsWithAny(String name, String... prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
