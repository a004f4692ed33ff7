
void graded_begin(const char *test);
void graded_end(void);
void graded_true(int held);
int record_open(void);
void graded_int(void);
void graded_ptr(void);
void graded_str(void);
void graded_order(void);
void record(void);

void graded_begin(const char *test)
{
    (void)test;
}

void graded_end(void)
{
}

void graded_true(int held)
{
    (void)held;
}

int record_open(void)
{
    return 0;
}

void graded_int(void)
{
}

void graded_ptr(void)
{
}

void graded_str(void)
{
}

void graded_order(void)
{
}

void record(void)
{
}
