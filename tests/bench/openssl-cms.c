/* What `cargo xtask bench` measures the verifier against: one verification of a detached CMS after the other by libcrypto,
 * in one process, because starting `openssl cms -verify` takes longer than verifying.
 *
 *     openssl-cms FOLDER UNIX-SECONDS MILLISECONDS
 *
 * FOLDER holds content, signature.p7s, root.der, ca.crl and root.crl. Each verification reads all of them anew from memory and
 * checks signature, path and both lists, as ours does. Prints the processor time of one in nanoseconds; fails where one does
 * not verify.
 */
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct file {
    unsigned char *bytes;
    long length;
};

static void stop(const char *what)
{
    fprintf(stderr, "%s\n", what);
    ERR_print_errors_fp(stderr);
    exit(1);
}

static struct file read_file(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *stream = fopen(path, "rb");
    if (stream == NULL)
        stop(path);
    struct file file;
    fseek(stream, 0, SEEK_END);
    file.length = ftell(stream);
    rewind(stream);
    file.bytes = malloc(file.length);
    if (file.bytes == NULL || fread(file.bytes, 1, file.length, stream) != (size_t)file.length)
        stop(path);
    fclose(stream);
    return file;
}

static void add_crl(X509_STORE *store, struct file file)
{
    const unsigned char *at = file.bytes;
    X509_CRL *crl = d2i_X509_CRL(NULL, &at, file.length);
    if (crl == NULL || !X509_STORE_add_crl(store, crl))
        stop("CRL");
    X509_CRL_free(crl);
}

static void verify(struct file content, struct file signature, struct file root, struct file lists[2], time_t moment)
{
    const unsigned char *at = root.bytes;
    X509 *anchor = d2i_X509(NULL, &at, root.length);
    X509_STORE *store = X509_STORE_new();
    if (anchor == NULL || store == NULL || !X509_STORE_add_cert(store, anchor))
        stop("root");
    add_crl(store, lists[0]);
    add_crl(store, lists[1]);
    X509_VERIFY_PARAM *param = X509_STORE_get0_param(store);
    /* The demo CA's list marks its cRLNumber critical, as the real one does; libcrypto knows the extension and still refuses. */
    X509_VERIFY_PARAM_set_flags(param,
                                X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL | X509_V_FLAG_IGNORE_CRITICAL);
    X509_VERIFY_PARAM_set_time(param, moment);
    /* Else S/MIME is asked for, and these certificates are for documents. */
    X509_STORE_set_purpose(store, X509_PURPOSE_ANY);
    at = signature.bytes;
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, signature.length);
    BIO *over = BIO_new_mem_buf(content.bytes, content.length);
    if (cms == NULL || over == NULL || CMS_verify(cms, NULL, store, over, NULL, CMS_BINARY) != 1)
        stop("does not verify");
    BIO_free(over);
    CMS_ContentInfo_free(cms);
    X509_STORE_free(store);
    X509_free(anchor);
}

static long long nanoseconds(clockid_t of)
{
    struct timespec now;
    clock_gettime(of, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

int main(int count, char **words)
{
    if (count != 4)
        stop("openssl-cms FOLDER UNIX-SECONDS MILLISECONDS");
    struct file content = read_file(words[1], "content"), signature = read_file(words[1], "signature.p7s");
    struct file root = read_file(words[1], "root.der");
    struct file lists[2] = {read_file(words[1], "ca.crl"), read_file(words[1], "root.crl")};
    time_t moment = atoll(words[2]);
    long long end = nanoseconds(CLOCK_MONOTONIC) + atoll(words[3]) * 1000000LL, runs = 0;
    long long begun = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
    do {
        verify(content, signature, root, lists, moment);
        runs++;
    } while (nanoseconds(CLOCK_MONOTONIC) < end);
    printf("%lld\n", (nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - begun) / runs);
    return 0;
}
